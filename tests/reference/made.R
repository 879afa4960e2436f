# What the scripts here share: invented answers with a fixed seed, rounded so that the JSON holds them exactly, and a
# writer of JSON: a list or named vector becomes an object, a matrix its names and rows.

made_ratings <- function(people = 40, each = 12) {
  set.seed(20261121)
  rows <- people * each
  id <- rep(seq_len(people), each = each)
  group <- rep(c("a", "b"), length.out = people)[id]
  x1 <- sample(c(-1, 0, 1), rows, replace = TRUE)
  x2 <- sample(c(0, 1), rows, replace = TRUE)
  x3 <- round(rnorm(rows), 2)
  person <- 0.8 * rnorm(people)[id]
  noise <- ifelse(group == "b", exp(0.4), 1) * rlogis(rows)
  latent <- 0.9 * x1 - 0.6 * x2 + 0.4 * x3 + 0.3 * (group == "b") + person + noise
  rating <- 1 + findInterval(latent, c(-1.8, -0.6, 0.5, 1.7))
  weight <- sample(c(0.5, 1, 1.5, 3), people, replace = TRUE)[id]
  data.frame(id, group, x1, x2, x3, weight, rating)
}

made_choices <- function(people = 40, each = 12, alternatives = 3) {
  set.seed(20261122)
  tasks <- people * each
  rows <- tasks * alternatives
  id <- rep(seq_len(people), each = each * alternatives)
  task <- rep(seq_len(tasks), each = alternatives)
  x1 <- sample(c(-1, 0, 1), rows, replace = TRUE)
  x2 <- sample(c(0, 1), rows, replace = TRUE)
  x3 <- round(rnorm(rows), 2)
  taste <- 0.9 + 0.8 * rnorm(people)[id]
  utility <- taste * x1 - 0.6 * x2 + 0.4 * x3 - log(-log(runif(rows)))
  chosen <- ave(utility, task, FUN = function(u) u == max(u))
  data.frame(id, task, alternative = rep(seq_len(alternatives), tasks), x1, x2, x3, chosen)
}

json <- function(value) {
  if (is.data.frame(value)) return(json(as.list(value)))
  if (is.matrix(value)) {
    rows <- apply(value, 1, function(row) json(unname(row)))
    all_rows <- structure(paste0("[", paste(rows, collapse = ",\n"), "]"), ready = TRUE)
    return(json(list(names = rownames(value), rows = all_rows)))
  }
  if (!is.null(attr(value, "ready"))) return(as.character(value))
  if (!is.null(names(value))) {
    parts <- vapply(seq_along(value), function(i) paste0('"', names(value)[i], '": ', json(value[[i]])), "")
    gap <- if (is.list(value)) ",\n" else ", "
    return(paste0("{", paste(parts, collapse = gap), "}"))
  }
  text <- if (is.numeric(value)) formatC(value, digits = 15, format = "g", width = 1) else paste0('"', value, '"')
  if (length(value) == 1) text else paste0("[", paste(text, collapse = ", "), "]")
}

say <- function(packages, data, fits) {
  versions <- vapply(packages, function(name) as.character(packageVersion(name)), "")
  made_by <- paste(c(paste("R", getRversion()), paste(packages, versions)), collapse = ", ")
  cat(json(list(made_by = made_by, data = data, fits = fits)), "\n", sep = "")
}
