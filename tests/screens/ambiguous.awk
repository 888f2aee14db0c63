# Ranges of East Asian width "A" (ambiguous) in the basic plane, as rows of a C table: first, last, and
# how many characters stand before the range. Combining marks (Mn) and format characters (Cf) are
# "A" too, but take no cell.
/^[0-9A-F]/ {
	split($0, half, "#")
	split(half[1], part, ";")
	gsub(/[ \t]/, "", part[1])
	gsub(/[ \t]/, "", part[2])
	if (part[2] != "A" || half[2] ~ /^ *(Mn|Cf)/)
		next
	n = split(part[1], bound, /\.\./)
	first = bound[1]
	last = n > 1 ? bound[2] : bound[1]
	if (length(first) > 4)
		next
	printf "{ 0x%s, 0x%s, %d },\n", first, last, before
	before += hex(last) - hex(first) + 1
}

function hex(text,    i, value) {
	for (i = 1; i <= length(text); i++)
		value = value * 16 + index("0123456789ABCDEF", substr(text, i, 1)) - 1
	return value
}
