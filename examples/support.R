# Support reported by province and year, in million đồng, with R alone: Rscript examples/support.R out/amounts.csv
amounts <- read.csv(commandArgs(trailingOnly = TRUE)[1], encoding = "UTF-8", na.strings = "")
support <- subset(amounts, role == "support" & kind == "money" & unit == "VND" & !is.na(province) & !is.na(year) & is.na(per) & vnd_min == vnd_max
    & planned == 0)
table <- aggregate(vnd ~ province + year, support, sum)
table <- table[order(table$province, table$year, method = "radix"), ]
cat(sprintf("%s,%d,%d\n", table$province, as.integer(table$year), as.integer(table$vnd %/% 1e6)), sep = "")
