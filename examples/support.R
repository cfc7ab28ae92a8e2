# Largest line of programme support by province and year, in đồng, with R alone: Rscript examples/support.R out/supports.csv
lines <- read.csv(commandArgs(trailingOnly = TRUE)[1], encoding = "UTF-8", na.strings = "")
support <- subset(lines, !is.na(programme) & unit == "VND" & !is.na(province) & !is.na(year) & is.na(per) & vnd_min == vnd_max
    & planned == 0 & counts_once == 1)
table <- aggregate(vnd_min ~ province + year, support, max)
table <- table[order(table$province, table$year, method = "radix"), ]
cat(sprintf("%s,%d,%.0f\n", table$province, as.integer(table$year), table$vnd_min), sep = "")
