# One work by one R package, as jobs.py does it in Python: Rscript peers.R JOB TABLE COLUMN... prints seconds and result.
# TABLE holds doubles, column after column (tables.py). Each fit also computes its covariance, as ours do.

given <- commandArgs(TRUE)
columns <- given[-(1:2)]
values <- readBin(given[2], "double", file.size(given[2]) / 8)
data <- as.data.frame(matrix(values, ncol = length(columns), dimnames = list(NULL, columns)))
rm(values)
rating_x <- paste0("x", 0:9)

with_vcov <- function(fit) {
  stopifnot(all(is.finite(vcov(fit))))
  fit
}

jobs <- list(
  ordered_clm = list(packages = "ordinal", make = function() {
    data$rating <- factor(data$rating, ordered = TRUE)
    formula <- reformulate(rating_x, "rating")
    function() with_vcov(ordinal::clm(formula, data = data))
  }),
  ordered_polr = list(packages = "MASS", make = function() {
    data$rating <- factor(data$rating, ordered = TRUE)
    formula <- reformulate(rating_x, "rating")
    function() with_vcov(MASS::polr(formula, data = data, Hess = TRUE))
  }),
  clustered_glm = list(packages = "sandwich", make = function() {
    formula <- reformulate(rating_x, "yes")
    function() {
      fit <- glm(formula, family = binomial, data = data)
      stopifnot(all(is.finite(sandwich::vcovCL(fit, cluster = data$id, type = "HC0", cadjust = TRUE))))
      fit
    }
  }),
  # one alternative is chosen in each task, so Efron's method has the exact likelihood, and errors by person too
  conditional_clogit = list(packages = "survival", make = function() {
    library(survival)  # strata() and cluster() are found only in an attached package
    formula <- choice ~ pf + cl + loc + wk + tod + seas + strata(chid) + cluster(id)
    function() with_vcov(clogit(formula, data = data, method = "efron"))
  })
)

timed <- function(fit) {
  began <- Sys.time()
  result <- fit()
  list(seconds = as.numeric(difftime(Sys.time(), began, units = "secs")), result = result)
}

job <- jobs[[given[1]]]
for (package in job$packages) {
  if (!requireNamespace(package, quietly = TRUE)) {
    message("R package ", package, " is not installed")
    quit(status = 1)
  }
}
fit <- job$make()
first <- timed(fit)
times <- c()
while (sum(times) < 45 && (length(times) < 5 || sum(times) < 3)) times <- c(times, timed(fit)$seconds)  # as in jobs.py
loglik <- as.numeric(logLik(first$result))
cat(sprintf('{"seconds": %.6f, "first": %.6f, "loglik": %.6f}\n', median(times), first$seconds, loglik))
