package io.facet.jobs.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

import io.facet.domain.face.FinishedTrack;
import io.facet.domain.face.HeadResult;
import io.facet.jobs.demo.DemoScores;
import io.facet.jobs.report.RunSummary;
import io.facet.vision.score.TrackingCounts;

/**
 * What the demo tells at its end.
 *
 * @param summary of the run
 * @param scores beside the truth
 * @param tracks what was found
 */
record DemoSummary(RunSummary summary, DemoScores scores, Iterable<FinishedTrack> tracks) {

    /** Attributes at least this likely are named. */
    private static final double SHOWN = 0.5;

    void print(PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%nBundle %s (%s)%n%n",
                summary.bundle().id(),
                summary.bundle().licence());
        List<FinishedTrack> sorted = new ArrayList<>();
        tracks.forEach(sorted::add);
        sorted.sort(Comparator.comparingLong(FinishedTrack::firstPtsUs).thenComparingLong(FinishedTrack::track));
        sorted.forEach(track -> out.println(line(track)));
        TrackingCounts tracking = scores.tracking();
        out.printf(
                Locale.ROOT,
                "%nBeside the truth (%d people, %,d faces in %,d frames; a match overlaps by half):%n",
                scores.people(),
                tracking.truths(),
                tracking.frames());
        out.printf(
                Locale.ROOT,
                "  faces   recall %s, precision %s, mean overlap %s, five points off by %s of the eyes' distance%n",
                percent(tracking.recall()),
                percent(tracking.precision()),
                percent(tracking.motp()),
                percent(scores.pointError()));
        out.printf(
                Locale.ROOT,
                "  tracks  MOTA %s, IDF1 %s, %d identity %s%n",
                percent(tracking.mota()),
                percent(tracking.idf1()),
                tracking.switches(),
                tracking.switches() == 1 ? "switch" : "switches");
        out.printf(
                Locale.ROOT,
                "%,d faces analysed in %.1f s, start included: %.1f faces/s, %.1f frames/s%n",
                summary.observations(),
                summary.wallSeconds(),
                summary.facesPerSecond(),
                summary.framesPerSecond());
    }

    private static String line(FinishedTrack track) {
        List<String> said = new ArrayList<>();
        for (HeadResult head : track.heads()) {
            if (head instanceof HeadResult.Age age) {
                said.add(Math.round(age.years()) + " years");
            } else if (head instanceof HeadResult.Classification classes) {
                said.add("%s %.0f %%"
                        .formatted(
                                classes.label(), 100 * classes.probabilities().getOrDefault(classes.label(), 0.0)));
            } else if (head instanceof HeadResult.Attributes attributes) {
                attributes.probabilities().forEach((name, p) -> {
                    if (p >= SHOWN) {
                        said.add(name.toLowerCase(Locale.ROOT).replace('_', ' '));
                    }
                });
            } else if (head instanceof HeadResult.Quality quality) {
                said.add("quality %.0f %%".formatted(100 * quality.value()));
            }
        }
        return String.format(
                Locale.ROOT,
                "  track %-3d %4.1f to %4.1f s, %3d faces  %s",
                track.track(),
                track.firstPtsUs() / 1e6,
                track.lastPtsUs() / 1e6,
                track.observations(),
                String.join(", ", said));
    }

    private static String percent(OptionalDouble share) {
        return share.isEmpty() ? "–" : String.format(Locale.ROOT, "%.1f %%", 100 * share.getAsDouble());
    }
}
