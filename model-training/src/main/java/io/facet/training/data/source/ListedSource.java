package io.facet.training.data.source;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

import io.facet.training.data.FaceLabels;
import io.facet.training.data.RgbImage;
import io.facet.training.data.Sample;
import io.facet.training.data.SampleSource;
import io.facet.training.data.Sha256;
import io.facet.training.data.UnreadableSampleException;

/** The samples that a published set lists. Owns the set's files: {@link #close} closes them. */
final class ListedSource implements SampleSource {
    private final SetFiles files;
    private final List<Listed> samples;

    ListedSource(SetFiles files, List<Listed> samples) {
        this.files = files;
        this.samples = List.copyOf(samples);
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
        return samples.get(index).group();
    }

    @Override
    public Sample read(int index) throws UnreadableSampleException {
        Listed sample = samples.get(index);
        try {
            Listed.Known known = sample.truth().read();
            Optional<String> fault = FaceLabels.fault(known.labels());
            if (fault.isPresent()) {
                throw new UnreadableSampleException(sample.key(), fault.get());
            }
            RgbImage image = sample.picture().read();
            return new Sample(sample.key(), image, List.of(), known.labels(), known.targets());
        } catch (IOException e) {
            throw new UnreadableSampleException(sample.key(), "cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public String fingerprint() {
        Sha256 hash = new Sha256().add(files.consulted());
        for (Listed sample : samples) {
            hash.add(sample.key()).add(sample.size());
        }
        return hash.hex();
    }

    @Override
    public void close() {
        files.close();
    }
}
