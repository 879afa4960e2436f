# Conditional logit by survival::clogit, the exact method, with a stratum per task.
# clogit gives no robust errors by the exact method. One alternative is chosen in each task, so Efron's method has the
# same likelihood (checked here) and does give them, by person and without any factor such as G / (G - 1).
suppressMessages(library(survival))
source("made.R")

data <- made_choices()
tight <- coxph.control(eps = 1e-14, toler.chol = 1e-16, iter.max = 100)
exact <- clogit(chosen ~ x1 + x2 + x3 + strata(task), data = data, method = "exact", control = tight)
efron <- clogit(chosen ~ x1 + x2 + x3 + strata(task) + cluster(id), data = data, method = "efron", control = tight)
stopifnot(all.equal(coef(exact), coef(efron), tolerance = 1e-12))
stopifnot(all.equal(exact$loglik, efron$loglik, tolerance = 1e-14))

fit <- list(coef = coef(exact), loglik = exact$loglik[2], loglik_at_zero = exact$loglik[1], vcov = vcov(exact),
            vcov_cluster = vcov(efron))
say("survival", data, list(plain = fit))
