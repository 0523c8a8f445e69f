package io.facet.training.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.facet.domain.UserError;

/**
 * Whether a quantized bundle may be published: no score may be worse than that of the float32 bundle by more than a share
 * of it.
 *
 * <p>Nothing here quantizes: ONNX Runtime's Java library has no static quantizer.
 */
public final class QuantizationGate {
    /** The share of a score that may be lost. */
    public static final double ALLOWED = 0.01;

    private QuantizationGate() {}

    /**
     * A score before and after.
     *
     * @param name of the score
     * @param exact in float32
     * @param quantized after quantization; not a number where it was not measured
     * @param loss what was lost, as a share of the exact score; negative where it is better
     */
    public record Change(String name, double exact, double quantized, double loss) {
        /** Whether it may be published. */
        public boolean holds() {
            return loss <= ALLOWED;
        }

        private String text() {
            return String.format(Locale.ROOT, "%s %.4g, was %.4g (%.1f %% lost)", name, quantized, exact, 100 * loss);
        }
    }

    /**
     * Compares two score maps.
     *
     * @param exact scores of the float32 bundle by name
     * @param quantized scores of the quantized bundle on the same data; others than the exact ones are not looked at
     * @param errors names of scores that are better when lower
     * @return one for each exact score, by name
     */
    public static List<Change> compare(Map<String, Double> exact, Map<String, Double> quantized, Set<String> errors) {
        List<Change> changes = new ArrayList<>();
        new TreeMap<>(exact).forEach((name, before) -> {
            double after = quantized.getOrDefault(name, Double.NaN);
            changes.add(new Change(name, before, after, loss(before, after, errors.contains(name))));
        });
        return changes;
    }

    /**
     * As {@link #compare}, refusing what may not be published.
     *
     * @throws UserError naming every score that was lost
     */
    public static List<Change> require(Map<String, Double> exact, Map<String, Double> quantized, Set<String> errors) {
        List<Change> changes = compare(exact, quantized, errors);
        List<String> lost = changes.stream()
                .filter(change -> !change.holds())
                .map(Change::text)
                .toList();
        if (!lost.isEmpty()) {
            throw new UserError(String.format(
                    Locale.ROOT,
                    "quantization: expected every score within %.0f %% of float32, found %s",
                    100 * ALLOWED,
                    String.join("; ", lost)));
        }
        return changes;
    }

    /** What is no number is lost whole. */
    private static double loss(double exact, double quantized, boolean error) {
        double worse = error ? quantized - exact : exact - quantized;
        if (worse <= 0) {
            return exact == 0 ? 0 : worse / Math.abs(exact);
        }
        double loss = worse / Math.abs(exact);
        return Double.isNaN(loss) ? Double.POSITIVE_INFINITY : loss;
    }
}
