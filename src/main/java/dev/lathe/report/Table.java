package dev.lathe.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Rows of cells in aligned columns; columns of numbers are flush right. */
public final class Table {
    private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9.,]+(e[-+][0-9]+)?[%x]?|-|");

    private final List<String> header;
    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... header) {
        this.header = List.of(header);
    }

    /** Appends a row; each cell is shown by its {@code toString}. Must have a cell for each column. */
    public Table row(Object... cells) {
        if (cells.length != header.size()) {
            throw new IllegalArgumentException(cells.length + " cells for " + header.size() + " columns");
        }
        List<String> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(cell.toString());
        }
        rows.add(row);
        return this;
    }

    public List<String> header() {
        return header;
    }

    public List<List<String>> rows() {
        return List.copyOf(rows);
    }

    /** Whether every cell of {@code column} is a number or empty. */
    public boolean isNumeric(int column) {
        return rows.stream().allMatch(row -> NUMBER.matcher(row.get(column)).matches());
    }

    /** A line for the header and one for each row, without a line end at the end. */
    @Override
    public String toString() {
        List<List<String>> lines = new ArrayList<>();
        lines.add(header);
        lines.addAll(rows);
        StringBuilder text = new StringBuilder();
        for (List<String> line : lines) {
            StringBuilder row = new StringBuilder();
            for (int c = 0; c < header.size(); c++) {
                int column = c;
                int width = lines.stream()
                        .mapToInt(each -> each.get(column).length())
                        .max()
                        .orElse(0);
                String blanks = " ".repeat(width - line.get(c).length());
                row.append(c == 0 ? "" : "  ");
                row.append(isNumeric(c) ? blanks + line.get(c) : line.get(c) + blanks);
            }
            text.append(text.isEmpty() ? "" : "\n").append(row.toString().stripTrailing());
        }
        return text.toString();
    }
}
