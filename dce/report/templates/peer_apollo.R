# {{ title }}: {{ model_name }} in Apollo (R). Run it in the folder of {{ table }}.
# Coding: {{ coding }}. The same model as dce fit; the estimates below can be laid beside its.
# ---- data ----
database <- read.csv("{{ table }}", check.names = FALSE)
names_in_dce <- c({% for one in terms %}{{ one.parameter }} = {{ r(one.name) }}{{ ", " if not loop.last }}{% endfor %})
# ---- model ----
library(apollo)
apollo_initialise()
apollo_control <- list(modelName = {{ r(study) }}, modelDescr = {{ r(model_name) }}, indivID = "person")
{% if kind == "ordered" %}
apollo_beta <- c({% for one in terms %}{{ one.parameter }} = 0, {% endfor %}{% for t in thresholds %}{{ t.parameter }} = {{ t.start }}{{ ", " if not loop.last }}{% endfor %})
names_in_dce <- c(names_in_dce, {% for t in thresholds %}{{ t.parameter }} = {{ r(t.name) }}{{ ", " if not loop.last }}{% endfor %})
{% else %}
apollo_beta <- c({% for one in terms %}{{ one.parameter }} = 0{{ ", " if not loop.last }}{% endfor %})
{% endif %}
apollo_fixed <- c()
apollo_inputs <- apollo_validateInputs()
apollo_probabilities <- function(apollo_beta, apollo_inputs, functionality = "estimate") {
  apollo_attach(apollo_beta, apollo_inputs)
  on.exit(apollo_detach(apollo_beta, apollo_inputs))
  P <- list()
{% if kind == "ordered" %}
  V <- {% for one in terms %}{{ one.parameter }} * {{ one.column }}{{ " + " if not loop.last }}{% endfor %}

  ol_settings <- list(outcomeOrdered = answer, V = V, tau = c({% for t in thresholds %}{{ t.parameter }}{{ ", " if not loop.last }}{% endfor %}))
  P[["model"]] <- apollo_ol(ol_settings, functionality)
{% elif kind == "binary" %}
  V <- list(no = 0, yes = {% for one in terms %}{{ one.parameter }} * {{ one.column }}{{ " + " if not loop.last }}{% endfor %})
  mnl_settings <- list(alternatives = c(no = 1, yes = 2), avail = list(no = 1, yes = 1), choiceVar = answer, V = V)
  P[["model"]] <- apollo_mnl(mnl_settings, functionality)
{% else %}
  V <- list()
{% for j in alternatives %}
  V[["a{{ j }}"]] <- {% for one in terms %}{{ one.parameter }} * {{ one.column }}_{{ j }}{{ " + " if not loop.last }}{% endfor %}

{% endfor %}
  mnl_settings <- list(
    alternatives = c({% for j in alternatives %}a{{ j }} = {{ j }}{{ ", " if not loop.last }}{% endfor %}),
    avail = list({% for j in alternatives %}a{{ j }} = 1{{ ", " if not loop.last }}{% endfor %}),
    choiceVar = answer, V = V
  )
  P[["model"]] <- apollo_mnl(mnl_settings, functionality)
{% endif %}
  if (apollo_inputs$apollo_control$panelData) P <- apollo_panelProd(P, apollo_inputs, functionality)
  P <- apollo_prepareProb(P, apollo_inputs, functionality)
  return(P)  # Apollo reads this function as text, and asks for these words
}
model <- apollo_estimate(apollo_beta, apollo_fixed, apollo_probabilities, apollo_inputs)
# ---- estimates ----
found <- data.frame(name = unname(names_in_dce[names(model$estimate)]), estimate = unname(model$estimate))
found <- rbind(found, data.frame(name = "log-likelihood", estimate = model$maximum))
write.csv(found, "estimates.csv", row.names = FALSE, quote = FALSE)
write.csv(found, row.names = FALSE, quote = FALSE)
