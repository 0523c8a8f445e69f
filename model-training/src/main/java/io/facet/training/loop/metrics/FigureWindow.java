package io.facet.training.loop.metrics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Means over the updates since the last row. Used by one thread. */
public final class FigureWindow {
    private final Map<String, Double> losses = new LinkedHashMap<>();
    private int updates;
    private double gradientNorm;
    private double slowness;
    private UpdateFigures last;

    /** Takes one update in. */
    public void add(UpdateFigures figures) {
        updates++;
        gradientNorm += figures.gradientNorm();
        slowness += 1 / figures.imagesPerSecond();
        figures.losses().forEach((name, value) -> losses.merge(name, value, Double::sum));
        last = figures;
    }

    /** The means, and an empty window after it; nothing if it was empty. */
    public Optional<UpdateFigures> take() {
        if (updates == 0) {
            return Optional.empty();
        }
        int count = updates;
        losses.replaceAll((name, sum) -> sum / count);
        UpdateFigures mean = new UpdateFigures(
                last.update(),
                last.epoch(),
                last.images(),
                last.seconds(),
                last.rate(),
                gradientNorm / count,
                losses,
                count / slowness,
                last.skipped());
        losses.clear();
        updates = 0;
        gradientNorm = 0;
        slowness = 0;
        return Optional.of(mean);
    }
}
