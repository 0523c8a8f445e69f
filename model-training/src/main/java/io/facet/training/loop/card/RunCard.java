package io.facet.training.loop.card;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a training run was made from and what came of it. Written with every checkpoint; goes into the lineage of the
 * bundle that is exported from it.
 *
 * @param format of the JSON, {@value #FORMAT}
 * @param experiment name of what was trained
 * @param recipe the recipe to the letter
 * @param recipeSha256 SHA-256 of the recipe, hex
 * @param data fingerprint by data set
 * @param begunFrom networks named beside the recipe, by role (start, what it was begun with; tokenizer and target, what it
 *     learnt from): a name and the SHA-256 of that run's card, bundle's manifest or file. Those that the recipe names are in
 *     its text; empty in cards older than this field
 * @param seed of the run
 * @param software version by program or library
 * @param hardware of the latest session
 * @param commit the git commit of the program, where it is known
 * @param started when the first session began
 * @param ended when this card was written
 * @param totals how much was trained
 * @param parameters numbers of values
 * @param scores latest scores by name
 * @param curve at most some hundred points of the curves
 */
public record RunCard(
        int format,
        String experiment,
        String recipe,
        String recipeSha256,
        Map<String, String> data,
        Map<String, String> begunFrom,
        long seed,
        Map<String, String> software,
        Hardware hardware,
        Optional<String> commit,
        Instant started,
        Instant ended,
        Totals totals,
        ParameterCounts parameters,
        Map<String, Double> scores,
        List<CurvePoint> curve) {

    public static final int FORMAT = 1;

    /**
     * How much was trained, over all sessions.
     *
     * @param updates of the optimiser
     * @param plannedUpdates of the whole run
     * @param images seen by all processes, each pass counted
     * @param epochs passes over the data
     * @param seconds spent training
     * @param skippedSamples left out because they could not be read, all processes
     */
    public record Totals(
            long updates, long plannedUpdates, long images, double epochs, double seconds, long skippedSamples) {}

    /**
     * Numbers of values.
     *
     * @param total frozen ones included
     * @param trained that gradients reach
     */
    public record ParameterCounts(long total, long trained) {}

    public RunCard {
        data = ordered(data);
        begunFrom = begunFrom == null ? Map.of() : ordered(begunFrom);
        software = ordered(software);
        scores = ordered(scores);
        curve = List.copyOf(curve);
    }

    private static <V> Map<String, V> ordered(Map<String, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /**
     * Reads a card.
     *
     * @param file {@code run-card.json}
     * @throws IOException if it cannot be read, is no run card, or is one of a newer format
     */
    public static RunCard read(Path file) throws IOException {
        RunCard card = CardJson.read(file, RunCard.class);
        if (card.format() != FORMAT) {
            throw new IOException(
                    "%s: expected a run card of format %d, found %d".formatted(file, FORMAT, card.format()));
        }
        return card;
    }

    /** Writes the card; the bytes are on the disk when this returns. */
    public void write(Path file) throws IOException {
        CardJson.write(file, this);
    }
}
