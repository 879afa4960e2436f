# Binary logit (rating of 4 or more) by glm, with the covariances of package sandwich: clustered by person, cadjust
# multiplies by G / (G - 1), and robust without any factor. Then Firth's estimate by brglm2 on separated answers.
suppressMessages({library(sandwich); library(brglm2)})
source("made.R")

data <- made_ratings()
data$yes <- as.integer(data$rating >= 4)
tight <- glm.control(epsilon = 1e-14, maxit = 100)
found <- coef(glm(yes ~ x1 + x2 + x3, family = binomial, data = data, control = tight))
# glm keeps the weights of its last step but one, which puts 6e-8 in the covariances; from the maximum they are exact
fit <- glm(yes ~ x1 + x2 + x3, family = binomial, data = data, control = tight, start = found)
plain <- list(
  coef = coef(fit), loglik = as.numeric(logLik(fit)), vcov = vcov(fit),
  vcov_cluster = vcovCL(fit, cluster = data$id, type = "HC0", cadjust = TRUE), vcov_robust = sandwich(fit)
)
stopifnot(all.equal(plain$vcov_robust, vcovHC(fit, type = "HC0")))

# x1 tells every answer where it is not 0, so no maximum likelihood estimate exists; Firth (1993) adds half the log
# determinant of the information to the log-likelihood
separated <- data[1:60, c("id", "x1", "x2", "x3", "yes")]
separated$yes[separated$x1 == 1] <- 1
separated$yes[separated$x1 == -1] <- 0
shrunk <- glm(yes ~ x1 + x2 + x3, family = binomial, data = separated, method = "brglmFit", type = "AS_mean",
              epsilon = 1e-13, maxit = 1000)
firth <- list(
  coef = coef(shrunk), loglik = as.numeric(logLik(shrunk)), vcov = vcov(shrunk),
  penalised_loglik = as.numeric(logLik(shrunk)) - 0.5 * as.numeric(determinant(vcov(shrunk))$modulus)
)
data <- lapply(data[c("id", "x1", "x2", "x3", "yes")], identity)
say(c("sandwich", "brglm2"), data, list(plain = plain, firth = c(list(data = separated), firth)))
