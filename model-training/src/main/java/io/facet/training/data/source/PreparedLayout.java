package io.facet.training.data.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.facet.training.data.ClassMap;
import io.facet.training.data.FaceLabels;
import io.facet.training.data.Targets;
import io.facet.training.data.UnreadableSampleException;
import io.facet.training.data.image.ImageDecoder;

/**
 * Faces as {@code data prepare faces} makes them, see {@link PreparedFace}. A sample's key is its name without shard and
 * ending, its group that of the picture it was made from.
 */
final class PreparedLayout implements Layout {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MASK = ".mask.png";
    private static final String TEACHER = ".teacher.png";
    private static final List<String> COMPANIONS = List.of(".json", MASK, TEACHER);

    @Override
    public List<StoredSample> samples(FileStore store) {
        Map<String, StoredFile> byName = new HashMap<>();
        store.files().forEach(file -> byName.put(file.container() + "/" + file.name(), file));
        List<StoredSample> samples = new ArrayList<>();
        for (StoredFile file : store.files()) {
            if (file.extension().equals("jpg")) {
                List<StoredFile> companions = COMPANIONS.stream()
                        .map(end -> byName.get(file.container() + "/" + file.stem() + end))
                        .filter(found -> found != null)
                        .toList();
                samples.add(new StoredSample(file.stem(), file, companions, List.of()));
            }
        }
        return samples;
    }

    @Override
    public String group(StoredSample sample) {
        return PreparedFace.group(sample.key());
    }

    @Override
    public Annotation annotation(StoredSample sample, FileStore store) throws IOException, UnreadableSampleException {
        PreparedFace face = face(sample, store);
        return new Annotation(face.captions(), face.labels());
    }

    @Override
    public Targets targets(StoredSample sample, FileStore store) throws IOException, UnreadableSampleException {
        PreparedFace face = face(sample, store);
        Map<String, float[]> vectors = new HashMap<>();
        try {
            face.vectors().forEach((name, text) -> vectors.put(name, PreparedFace.decoded(text)));
            face.picture().ifPresent(picture -> vectors.put(PreparedFace.PICTURE, picture));
            face.aligned().ifPresent(points -> vectors.put(PreparedFace.ALIGNED, points));
            return new Targets(
                    face.landmarks(),
                    mask(sample, store, MASK, face.classes()).orElse(null),
                    mask(sample, store, TEACHER, FaceLabels.PARTS.size()).orElse(null),
                    vectors);
        } catch (IllegalArgumentException e) {
            throw new UnreadableSampleException(json(sample, store), e.getMessage(), e);
        }
    }

    private static Optional<ClassMap> mask(StoredSample sample, FileStore store, String end, int classes)
            throws IOException, UnreadableSampleException {
        Optional<StoredFile> file = companion(sample, end);
        return file.isEmpty()
                ? Optional.empty()
                : Optional.of(ImageDecoder.decodeClasses(store.key(file.get()), store.read(file.get()), classes));
    }

    private static PreparedFace face(StoredSample sample, FileStore store)
            throws IOException, UnreadableSampleException {
        StoredFile file = companion(sample, ".json")
                .orElseThrow(() -> new UnreadableSampleException(
                        store.key(sample.image()),
                        "expected what is known of it in " + json(sample, store) + ", found none"));
        try {
            return JSON.readValue(store.read(file), PreparedFace.class);
        } catch (JsonProcessingException e) {
            throw new UnreadableSampleException(
                    store.key(file), "expected a prepared face, found: " + e.getOriginalMessage(), e);
        }
    }

    private static String json(StoredSample sample, FileStore store) {
        return store.key(sample.image()).replaceFirst("\\.jpg$", ".json");
    }

    private static Optional<StoredFile> companion(StoredSample sample, String end) {
        String name = sample.image().stem() + end;
        return sample.companions().stream()
                .filter(file -> file.name().equals(name))
                .findFirst();
    }
}
