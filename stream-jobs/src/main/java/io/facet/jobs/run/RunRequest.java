package io.facet.jobs.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.facet.jobs.analysis.AnalysisJobOptions;

/**
 * What a person asked {@code facet run} to do.
 *
 * @param inputs files and folders
 * @param out output folder
 * @param job everything that decides the results
 * @param annotate whether annotated videos are written
 * @param report whether the report is written
 * @param options the options by name as they should be shown in summary and report
 */
public record RunRequest(
        List<Path> inputs,
        Path out,
        AnalysisJobOptions job,
        boolean annotate,
        boolean report,
        Map<String, String> options) {}
