package io.facet.training.data.source;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.facet.domain.UserError;
import io.facet.training.data.FaceLabels;
import io.facet.training.data.RgbImage;
import io.facet.training.data.Sample;
import io.facet.training.data.SampleSource;
import io.facet.training.data.Sha256;
import io.facet.training.data.Targets;
import io.facet.training.data.UnreadableSampleException;
import io.facet.training.data.image.ImageDecoder;

/** Samples in a {@link FileStore}, which it owns. */
final class StoredSource implements SampleSource {
    private final FileStore store;
    private final Layout layout;
    private final Captions captions;
    private final List<StoredSample> samples;

    private StoredSource(FileStore store, Layout layout, Captions captions, List<StoredSample> samples) {
        this.store = store;
        this.layout = layout;
        this.captions = captions;
        this.samples = samples;
    }

    /** Takes over the store, unless the set is refused because it is empty. */
    static StoredSource open(FileStore store, Layout layout, Captions captions) {
        List<StoredSample> samples = List.copyOf(layout.samples(store));
        if (samples.isEmpty()) {
            throw new UserError("data set %s is empty: expected pictures (%s), found none among %d files"
                    .formatted(
                            store.where(),
                            String.join(
                                    ", ", StemLayout.IMAGES.stream().sorted().toList()),
                            store.files().size()));
        }
        return new StoredSource(store, layout, captions, samples);
    }

    @Override
    public int size() {
        return samples.size();
    }

    @Override
    public String key(int index) {
        return samples.get(index).key();
    }

    @Override
    public String group(int index) {
        return layout.group(samples.get(index));
    }

    @Override
    public Sample read(int index) throws UnreadableSampleException {
        StoredSample sample = samples.get(index);
        try {
            Annotation annotation = annotation(sample);
            Optional<String> fault = FaceLabels.fault(annotation.labels());
            if (fault.isPresent()) {
                throw new UnreadableSampleException(sample.key(), fault.get());
            }
            Targets targets = layout.targets(sample, store);
            RgbImage image = ImageDecoder.decode(sample.key(), store.read(sample.image()));
            return new Sample(sample.key(), image, annotation.captions(), annotation.labels(), targets);
        } catch (IOException e) {
            throw new UnreadableSampleException(sample.key(), "cannot be read: " + reason(e), e);
        }
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private Annotation annotation(StoredSample sample) throws IOException, UnreadableSampleException {
        Annotation written = captions.of(sample.key()).or(new Annotation(sample.captions(), Map.of()));
        boolean complete = !written.captions().isEmpty() && !written.labels().isEmpty();
        return complete ? written : written.or(layout.annotation(sample, store));
    }

    @Override
    public String fingerprint() {
        Sha256 hash = new Sha256();
        for (StoredSample sample : samples) {
            hash.add(sample.key()).add(sample.image().size());
            for (StoredFile companion : sample.companions()) {
                hash.add(companion.name()).add(companion.size());
            }
            sample.captions().forEach(hash::add);
            Annotation written = captions.of(sample.key());
            written.captions().forEach(hash::add);
            written.labels().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(label -> hash.add(label.getKey() + "=" + label.getValue()));
        }
        return hash.hex();
    }

    @Override
    public void close() {
        store.close();
    }
}
