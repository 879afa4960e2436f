# One design by one R package, several times, as design_jobs.py does it in Python:
# Rscript design_peers.R PACKAGE TASKS VERSIONS SHOWN PRIORS DRAWS CALLS SECONDS LEVEL...
# prints the seconds of the calls, then a line a call: level numbers from 0, scenario after scenario.

given <- commandArgs(TRUE)
package <- given[1]
numbers <- as.numeric(given[-1])
ask <- as.list(setNames(numbers[1:7], c("tasks", "versions", "shown", "priors", "draws", "calls", "seconds")))
lvls <- numbers[-(1:7)]

if (!requireNamespace(package, quietly = TRUE)) {
  message("R package ", package, " is not installed")
  quit(status = 1)
}

# Its effects coding gives -1 to the last level and a column to each other one, which ours does to the first level.
idefix_numbers <- function(design) {
  end <- cumsum(lvls - 1)
  columns <- Map(function(from, to) design[, from:to, drop = FALSE], end - lvls + 2, end)
  one <- function(own) apply(own, 1, function(row) if (all(row == -1)) 0 else which(row == 1))
  do.call(cbind, lapply(columns, one))
}

# Coordinate exchange from one start a call (its default is twelve). A single scenario is one that is taken or left; the
# constant is that of leaving it.
idefix <- function(seed) {
  set.seed(seed)
  means <- unlist(lapply(lvls, function(count) if (count == 3) c(-0.6, 0) else -0.4))
  count <- if (ask$priors) ask$draws else 1
  normal <- function(mean, sd) matrix(rnorm(count * length(mean), mean, sd), count, byrow = TRUE)
  draws <- if (ask$priors) normal(means, 0.3) else matrix(0, 1, length(means))
  constant <- if (ask$priors) normal(0, 0.5) else matrix(0, 1, 1)
  single <- ask$shown == 1
  more <- if (single) list(alt.cte = c(0, 1), no.choice = TRUE) else list()
  found <- do.call(idefix::CEA, c(list(
    lvls = lvls, coding = rep("E", length(lvls)), n.sets = ask$tasks * ask$versions, n.alts = 2,
    par.draws = if (single) list(constant, draws) else draws, parallel = FALSE, n.start = 1
  ), more))
  if (!is.null(found$BestDesign)) found <- found$BestDesign  # newer versions return all designs and the best
  design <- found$design
  if (single) design <- design[design[, 1] == 0, -1]
  idefix_numbers(design)
}

# Fedorov's exchange over all scenarios; versions by its blocking.
AlgDesign <- function(seed) {
  set.seed(seed)
  everything <- expand.grid(lapply(lvls, function(count) factor(seq_len(count))))
  found <- AlgDesign::optFederov(~., data = everything, nTrials = ask$tasks * ask$versions)$design
  if (ask$versions > 1) {
    found <- AlgDesign::optBlock(~., withinData = found, blocksizes = rep(ask$tasks, ask$versions))$Blocks
    found <- do.call(rbind, found)
  }
  sapply(found, function(level) as.integer(as.character(level))) - 1
}

make <- list(idefix = idefix, AlgDesign = AlgDesign)[[package]]
times <- c()
lines <- c()
while (length(times) < ask$calls && sum(times) < ask$seconds) {
  began <- Sys.time()
  design <- make(length(times) + 1)
  times <- c(times, as.numeric(difftime(Sys.time(), began, units = "secs")))
  lines <- c(lines, paste(t(design), collapse = " "))
}
cat(times, "\n")
cat(lines, sep = "\n")
