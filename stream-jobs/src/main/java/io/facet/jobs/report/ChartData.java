package io.facet.jobs.report;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * What the charts of the page are drawn from; {@code report.js} reads exactly this. A part that is null or empty has no
 * chart.
 *
 * @param timelines one for each stream that has a timeline
 * @param stages seconds by stage, in the order of the pipeline
 * @param ages tracks by age
 * @param genders tracks by gender, most first
 * @param groups tracks by group, most first
 * @param expressions observations by expression, most first
 * @param scores observations by detector score and quality
 */
record ChartData(
        List<Timeline> timelines,
        List<Share> stages,
        Histogram ages,
        List<Share> genders,
        List<Share> groups,
        List<Share> expressions,
        ScoreHistogram scores) {
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    /** Tracks of a stream over time, and how many faces were analysed. */
    record Timeline(String stream, double seconds, int lanes, List<Bar> bars, double binSeconds, double[] rates) {}

    /** One track in a timeline. {@code card} is the id of its card in the gallery, or null. */
    record Bar(
            int lane, double start, double end, String name, String detail, String colour, String ink, String card) {}

    /** A named amount. */
    record Share(String name, double value) {}

    /** Counts by labelled bin. */
    record Histogram(List<String> labels, long[] counts) {}

    /** Two histograms over the same bins. */
    record ScoreHistogram(List<String> labels, long[] scores, long[] qualities) {}

    /** Most first; equal ones by name. */
    static List<Share> mostFirst(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .map(entry -> new Share(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingDouble(Share::value).reversed().thenComparing(Share::name))
                .toList();
    }

    /** JSON that may stand inside a script element: it can neither end the element nor open a comment in it. */
    String toScriptJson() {
        try {
            // '<' occurs in JSON only inside of strings, where its escape means the same.
            return JSON.writeValueAsString(this).replace("<", "\\u003c");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records of numbers and strings are always writable", e);
        }
    }
}
