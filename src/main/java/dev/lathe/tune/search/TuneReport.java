package dev.lathe.tune.search;

import java.util.List;

/**
 * What was measured.
 *
 * @param device name that the rows are for
 * @param file folder of the tables that hold the rows
 */
public record TuneReport(String device, String file, List<Finding> problems) {
    /** Whether every result was right. */
    public boolean passed() {
        return problems.stream().allMatch(finding -> finding.wrong() == 0);
    }
}
