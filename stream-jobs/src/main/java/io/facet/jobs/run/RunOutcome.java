package io.facet.jobs.run;

import java.util.List;

import io.facet.jobs.report.RunSummary;

/**
 * How a run ended.
 *
 * @param summary what it did
 * @param problems one line for each input that could not be read, or not to its end
 */
public record RunOutcome(RunSummary summary, List<String> problems) {
    public RunOutcome {
        problems = List.copyOf(problems);
    }
}
