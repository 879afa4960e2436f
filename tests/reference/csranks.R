# Rank sets by csranks (Mogstad, Romano, Shaikh and Wilhelm 2024) for the PISA 2018 mathematics scores of OECD countries.
# The program draws its critical values, so each set is given as the least and most of its ends over 20 seeds.
# csranks stands on CRAN; where it cannot be installed, CSRANKS names a file with its functions csranks and cstaubest,
# copied from its repository (danielwilhelm/R-CS-ranks), as the values here were made.
from <- Sys.getenv("CSRANKS")
if (nzchar(from)) source(from) else library(csranks)
program <- if (nzchar(from)) "csranks, functions of its repository" else paste("csranks", packageVersion("csranks"))
source("made.R")

pisa <- read.csv("pisa_2018_mathematics.csv")
covariance <- diag(pisa$se^2)
seeds <- 1:20
draws <- 4000

ends <- function(coverage, simul) {
  found <- lapply(seeds, function(seed) csranks(pisa$score, covariance, coverage, simul = simul, R = draws, seed = seed))
  least_and_most <- function(end) apply(sapply(found, `[[`, end), 1, range)
  low <- least_and_most("L")
  high <- least_and_most("U")
  list(low_least = low[1, ], low_most = low[2, ], high_least = high[1, ], high_most = high[2, ])
}

best <- function(coverage) {
  found <- sapply(seeds, function(seed) cstaubest(pisa$score, covariance, 5, coverage, R = draws, seed = seed))
  list(always = pisa$country[apply(found, 1, all)], ever = pisa$country[apply(found, 1, any)])
}

fits <- list(
  simultaneous_95 = ends(0.95, TRUE),
  simultaneous_75 = ends(0.75, TRUE),
  marginal_95 = ends(0.95, FALSE),
  first_five_95 = best(0.95),
  first_five_90 = best(0.90)
)
say("MASS", list(program = program, country = pisa$country, seeds = length(seeds), draws = draws), fits)
