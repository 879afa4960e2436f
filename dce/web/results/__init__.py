"""Results of a study: pages that show finished figures, which a process beside the site makes."""
