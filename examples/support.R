# Programme support by province and year, in đồng, with R alone: Rscript examples/support.R out/support.csv
lines <- read.csv(commandArgs(trailingOnly = TRUE)[1], encoding = "UTF-8", na.strings = "")
table <- subset(lines, !is.na(vnd))
table <- table[order(table$province, table$year, method = "radix"), ]
cat(sprintf("%s,%d,%.0f\n", table$province, as.integer(table$year), table$vnd), sep = "")
