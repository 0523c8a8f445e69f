package io.facet.training.data.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.facet.training.data.Targets;
import io.facet.training.data.UnreadableSampleException;
import io.facet.vision.landmark.LandmarkScheme;

/**
 * Pictures with landmarks in a {@code .pts} file of the same name, as 300-W has them (Sagonas et al., "300 Faces
 * In-The-Wild Challenge", 2013).
 *
 * <p>The files count pixels from 1, at their centres; {@link Targets} counts from the edge of the first pixel. So a half
 * is taken off each number: (1, 1) becomes (0.5, 0.5).
 */
final class PointsLayout implements Layout {
    private static final int POINTS = LandmarkScheme.IBUG_68.count();

    private final StemLayout files = new StemLayout();

    @Override
    public List<StoredSample> samples(FileStore store) {
        Map<String, StoredFile> points = new HashMap<>();
        for (StoredFile file : store.files()) {
            if (file.extension().equals("pts")) {
                points.put(file.container() + "/" + file.stem(), file);
            }
        }
        return files.samples(store).stream()
                .map(sample -> {
                    StoredFile own = points.get(
                            sample.image().container() + "/" + sample.image().stem());
                    return own == null
                            ? sample
                            : new StoredSample(sample.key(), sample.image(), List.of(own), sample.captions());
                })
                .toList();
    }

    @Override
    public Annotation annotation(StoredSample sample, FileStore store) {
        return Annotation.NONE;
    }

    @Override
    public Targets targets(StoredSample sample, FileStore store) throws IOException, UnreadableSampleException {
        StoredFile file = sample.companion("pts").orElse(null);
        if (file == null) {
            throw new UnreadableSampleException(
                    sample.key(), "expected its points in " + sample.image().stem() + ".pts, found none");
        }
        String text = new String(store.read(file), StandardCharsets.US_ASCII);
        return new Targets(Points.pts(store.key(file), text, POINTS), null, Map.of());
    }
}
