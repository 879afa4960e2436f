# Ordered logit by ordinal::clm: plain, with person weights, and with a scale of its own for one group.
# P(rating <= j) = F((threshold_j - x beta) / exp(scale.groupb if group b)); errors from the observed information.
suppressMessages(library(ordinal))
source("made.R")

tight <- clm.control(gradTol = 1e-10, relTol = 1e-10, maxIter = 200)
data <- made_ratings()
data$rating <- factor(data$rating, ordered = TRUE)

told <- function(fit) {
  stopifnot(fit$convergence$code == 0, max(abs(fit$gradient)) < 1e-7)
  scale <- fit$zeta  # clm calls the place and the scale of a group by one name; here the scale gets "scale." before it
  if (length(scale)) names(scale) <- paste0("scale.", names(scale))
  covariance <- vcov(fit)
  named <- c(names(fit$alpha), names(fit$beta), names(scale))
  dimnames(covariance) <- list(named, named)
  list(coef = c(fit$beta, scale), thresholds = fit$alpha, loglik = as.numeric(logLik(fit)), vcov = covariance)
}

fits <- list(
  plain = told(clm(rating ~ x1 + x2 + x3, data = data, control = tight)),
  weighted = told(clm(rating ~ x1 + x2 + x3, data = data, weights = weight, control = tight)),
  scaled = told(clm(rating ~ x1 + x2 + x3 + group, scale = ~group, data = data, control = tight))
)
data$rating <- as.integer(data$rating)
say("ordinal", data, fits)
