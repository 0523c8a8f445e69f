package io.facet.training.data.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.facet.training.data.UnreadableSampleException;

/**
 * Files that share their name but for the last extension are one sample, as in WebDataset: a picture, a {@code .txt} with
 * its text, a {@code .json} with {@code caption} or {@code captions}, and {@code labels}.
 */
final class StemLayout implements Layout {
    static final Set<String> IMAGES = Set.of("jpg", "jpeg", "png", "webp", "bmp");
    private static final Set<String> COMPANIONS = Set.of("txt", "json");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public List<StoredSample> samples(FileStore store) {
        Map<String, List<StoredFile>> companions = new LinkedHashMap<>();
        for (StoredFile file : store.files()) {
            if (COMPANIONS.contains(file.extension())) {
                companions
                        .computeIfAbsent(group(file), stem -> new ArrayList<>(2))
                        .add(file);
            }
        }
        List<StoredSample> samples = new ArrayList<>();
        for (StoredFile file : store.files()) {
            if (IMAGES.contains(file.extension())) {
                samples.add(new StoredSample(
                        store.key(file), file, companions.getOrDefault(group(file), List.of()), List.of()));
            }
        }
        return samples;
    }

    /** Members of one name in two shards have nothing to do with each other. */
    private static String group(StoredFile file) {
        return file.container() + "/" + file.stem();
    }

    @Override
    public Annotation annotation(StoredSample sample, FileStore store) throws IOException, UnreadableSampleException {
        Annotation annotation = Annotation.NONE;
        StoredFile text = sample.companion("txt").orElse(null);
        if (text != null) {
            String caption = new String(store.read(text), StandardCharsets.UTF_8)
                    .replaceAll("\\s+", " ")
                    .strip();
            annotation = new Annotation(caption.isEmpty() ? List.of() : List.of(caption), Map.of());
        }
        StoredFile json = sample.companion("json").orElse(null);
        return json == null ? annotation : annotation.or(description(sample.key(), store.read(json)));
    }

    private static Annotation description(String key, byte[] json) throws UnreadableSampleException {
        try {
            JsonNode node = JSON.readTree(json);
            List<String> captions = new ArrayList<>();
            node.path("captions").forEach(caption -> captions.add(caption.asText()));
            if (captions.isEmpty() && node.path("caption").isTextual()) {
                captions.add(node.path("caption").asText());
            }
            Map<String, Double> labels = new TreeMap<>();
            node.path("labels").properties().forEach(label -> {
                if (label.getValue().isNumber()) {
                    labels.put(label.getKey(), label.getValue().asDouble());
                }
            });
            return new Annotation(captions, labels);
        } catch (JsonProcessingException e) {
            throw new UnreadableSampleException(key, "its .json is no JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UnreadableSampleException(key, "its .json cannot be read: " + e.getMessage(), e);
        }
    }
}
