package io.facet.jobs.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The small charts of a page; a chart without data is left out.
 *
 * @param sections what the template shows
 * @param stages seconds by stage
 * @param ages tracks by age, or null
 * @param genders tracks by gender
 * @param groups tracks by group
 * @param expressions observations by expression
 * @param scores observations by score and quality, or null
 */
record Charts(
        List<ReportPage.ChartSection> sections,
        List<ChartData.Share> stages,
        ChartData.Histogram ages,
        List<ChartData.Share> genders,
        List<ChartData.Share> groups,
        List<ChartData.Share> expressions,
        ChartData.ScoreHistogram scores) {
    private static final int HISTOGRAM_HEIGHT = 260;
    private static final int ROW_HEIGHT = 34;

    static Charts of(RunSummary summary, TrackStatistics tracks, ObservationStatistics observations) {
        List<ChartData.Share> stages = stages(summary.stageSeconds());
        ChartData.Histogram ages = ages(tracks.ages());
        List<ChartData.Share> genders = ChartData.mostFirst(tracks.genders());
        List<ChartData.Share> groups = ChartData.mostFirst(tracks.groups());
        List<ChartData.Share> expressions = ChartData.mostFirst(observations.expressions());
        ChartData.ScoreHistogram scores = scores(observations);
        List<ReportPage.ChartSection> sections = new ArrayList<>();
        if (ages != null) {
            sections.add(new ReportPage.ChartSection(
                    "ages", "Age", "Apparent age, tracks", "Bar chart of tracks by apparent age", HISTOGRAM_HEIGHT));
        }
        if (!genders.isEmpty()) {
            sections.add(shares("genders", "Gender", "Apparent gender, tracks", genders));
        }
        if (!groups.isEmpty()) {
            sections.add(shares("groups", "Group", "Apparent group, tracks", groups));
        }
        if (!expressions.isEmpty()) {
            sections.add(shares("expressions", "Expression", "Likeliest expression, analysed faces", expressions));
        }
        if (scores != null) {
            sections.add(new ReportPage.ChartSection(
                    "scores",
                    "Score and quality",
                    "Analysed faces by the detector's score and by quality",
                    "Bar chart of analysed faces by detector score and by quality",
                    HISTOGRAM_HEIGHT));
        }
        sections.add(shares("stages", "Time by stage", "Seconds, summed over threads", stages));
        return new Charts(List.copyOf(sections), stages, ages, genders, groups, expressions, scores);
    }

    /** What the charts are drawn from. */
    ChartData data(List<ChartData.Timeline> timelines) {
        return new ChartData(timelines, stages, ages, genders, groups, expressions, scores);
    }

    private static ReportPage.ChartSection shares(
            String kind, String title, String note, List<ChartData.Share> shares) {
        String values = String.join(
                ", ",
                shares.stream()
                        .map(share -> share.name() + " " + amount(share.value()))
                        .toList());
        return new ReportPage.ChartSection(
                kind, title, note, "Bar chart. " + note + ": " + values, 48 + ROW_HEIGHT * shares.size());
    }

    private static String amount(double value) {
        return value == Math.rint(value) ? Figures.count((long) value) : Figures.rate(value);
    }

    private static List<ChartData.Share> stages(RunSummary.StageSeconds seconds) {
        return List.of(
                new ChartData.Share("decode", seconds.decode()),
                new ChartData.Share("detect", seconds.detect()),
                new ChartData.Share("track", seconds.track()),
                new ChartData.Share("align", seconds.align()),
                new ChartData.Share("analyze", seconds.analyze()));
    }

    private static ChartData.Histogram ages(long[] counts) {
        if (counts == null) {
            return null;
        }
        int step = TrackStatistics.AGE_STEP;
        List<String> labels = IntStream.range(0, counts.length)
                .mapToObj(i -> i == counts.length - 1 ? i * step + "+" : i * step + "-" + (i * step + step - 1))
                .toList();
        return new ChartData.Histogram(labels, counts);
    }

    private static ChartData.ScoreHistogram scores(ObservationStatistics observations) {
        if (observations.count() == 0) {
            return null;
        }
        long[] scores = observations.scores();
        List<String> labels = IntStream.range(0, scores.length)
                .mapToObj(i -> String.format(Locale.ROOT, "%.2f", (double) i / scores.length))
                .toList();
        return new ChartData.ScoreHistogram(labels, scores, observations.qualities());
    }
}
