package io.facet.training.data.source.verification;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.facet.domain.UserError;
import io.facet.training.data.Sample;
import io.facet.training.data.SampleSource;
import io.facet.training.data.Sha256;
import io.facet.training.data.UnreadableSampleException;
import io.facet.training.data.image.ImageDecoder;
import io.facet.training.data.source.verification.VerificationPairs.Pair;
import io.facet.training.weights.PickledData;

/**
 * InsightFace's {@code .bin}: a pickle of a list of encoded pictures, two for each pair, and a list that says which pairs
 * are of one person. Its bytes are kept in memory: 60 to 250 MB.
 */
final class PackedPairs {
    private PackedPairs() {}

    static VerificationPairs open(Path file) {
        Object[] parts = PickledData.read(file) instanceof Object[] tuple ? tuple : new Object[0];
        if (parts.length != 2 || !(parts[0] instanceof List<?> pictures) || !(parts[1] instanceof List<?> same)) {
            throw new UserError("verification set %s: expected a list of pictures and a list of marks, found others"
                    .formatted(file));
        }
        if (same.isEmpty() || pictures.size() != 2 * same.size()) {
            throw new UserError("verification set %s: expected two pictures for each pair, found %d for %d"
                    .formatted(file, pictures.size(), same.size()));
        }
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < same.size(); i++) {
            if (!(same.get(i) instanceof Boolean mark)) {
                throw new UserError("verification set %s: expected true or false for pair %d, found %s"
                        .formatted(file, i, same.get(i)));
            }
            pairs.add(new Pair(2 * i, 2 * i + 1, mark, VerificationPairs.fold(i, same.size())));
        }
        List<byte[]> images = new ArrayList<>();
        for (Object picture : pictures) {
            images.add(bytes(file, images.size(), picture));
        }
        String name = file.getFileName().toString();
        return new VerificationPairs(name.replaceFirst("\\.bin$", ""), new Source(name, images), pairs);
    }

    private static byte[] bytes(Path file, int number, Object picture) {
        if (picture instanceof byte[] bytes) {
            return bytes;
        }
        if (picture instanceof String text) {
            // Python 2 wrote bytes as text, a character each.
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }
        throw new UserError(
                "verification set %s: expected bytes of picture %d, found %s".formatted(file, number, picture));
    }

    private record Source(String name, List<byte[]> images) implements SampleSource {
        @Override
        public int size() {
            return images.size();
        }

        @Override
        public String key(int index) {
            return name + "#" + index;
        }

        @Override
        public Sample read(int index) throws UnreadableSampleException {
            return new Sample(key(index), ImageDecoder.decode(key(index), images.get(index)), List.of(), Map.of());
        }

        @Override
        public String fingerprint() {
            Sha256 hash = new Sha256().add(name);
            images.forEach(image -> hash.add(Sha256.ofBytes(image)));
            return hash.hex();
        }

        @Override
        public void close() {
            // The pictures are in memory.
        }
    }
}
