package io.facet.training.data.source.identity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

import io.facet.training.data.FaceLabels;
import io.facet.training.data.RgbImage;
import io.facet.training.data.Sample;
import io.facet.training.data.SampleSource;
import io.facet.training.data.Sha256;
import io.facet.training.data.UnreadableSampleException;
import io.facet.training.data.image.ImageDecoder;
import io.facet.training.data.source.SetFiles;

/** Pictures in a record file; the first label is the person. Owns file and set: {@link #close} closes them. */
final class RecordSource implements SampleSource {
    private final SetFiles files;
    private final RecordFile file;
    private final String name;
    private final int first;
    private final long[] offsets;

    /**
     * @param first number of the first picture's record
     * @param offsets of each picture's record from there on; -1 where there is none
     */
    RecordSource(SetFiles files, RecordFile file, String name, int first, long[] offsets) {
        this.files = files;
        this.file = file;
        this.name = name;
        this.first = first;
        this.offsets = offsets;
    }

    @Override
    public int size() {
        return offsets.length;
    }

    @Override
    public String key(int index) {
        return name + "#" + (first + index);
    }

    @Override
    public Sample read(int index) throws UnreadableSampleException {
        String key = key(index);
        if (offsets[index] < 0) {
            throw new UnreadableSampleException(key, "expected its offset in the index, found none");
        }
        try {
            ImageRecord record = ImageRecord.parse(file.read(offsets[index]));
            float person = record.labels()[0];
            if (!(person >= 0) || person != Math.rint(person)) {
                throw new UnreadableSampleException(key, "expected a person's number, found " + person);
            }
            RgbImage image = ImageDecoder.decode(key, record.image());
            return new Sample(key, image, List.of(), Map.of(FaceLabels.IDENTITY, (double) person));
        } catch (IOException e) {
            throw new UnreadableSampleException(key, "cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public String fingerprint() {
        try {
            Sha256 hash = new Sha256().add(name).add(file.size());
            for (long offset : offsets) {
                hash.add(offset);
            }
            return hash.hex();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            files.close();
        }
    }
}
