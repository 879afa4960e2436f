# {{ title }}: {{ model_name }} in logitr (R). Run it in the folder of {{ table }}.
# Coding: {{ coding }}. The same model as dce fit; the estimates below can be laid beside its.
# ---- data ----
database <- read.csv("{{ table }}", check.names = FALSE)
names_in_dce <- c({% for one in terms %}{{ one.column }} = {{ r(one.name) }}{{ ", " if not loop.last }}{% endfor %})
# ---- model ----
library(logitr)
# before 1.2.0 logitr stops once the log-likelihood changes by a millionth, which is too soon; all four must be given
precise <- list(xtol_rel = 1e-8, xtol_abs = 1e-8, ftol_rel = 1e-12, ftol_abs = 1e-12)
model <- logitr(database, "chosen", "situation", pars = names(names_in_dce), options = precise)
if (model$status < 0 || anyNA(coef(model))) stop("logitr found no estimates: ", model$message)
# ---- estimates ----
found <- data.frame(name = unname(names_in_dce[names(coef(model))]), estimate = unname(coef(model)))
found <- rbind(found, data.frame(name = "log-likelihood", estimate = as.numeric(logLik(model))))
write.csv(found, "estimates.csv", row.names = FALSE, quote = FALSE)
write.csv(found, row.names = FALSE, quote = FALSE)
