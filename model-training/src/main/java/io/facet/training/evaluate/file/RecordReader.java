package io.facet.training.evaluate.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;

import io.facet.domain.face.Box;
import io.facet.training.data.ClassMap;
import io.facet.training.data.FaceLabels;
import io.facet.training.data.UnreadableSampleException;
import io.facet.training.data.image.ImageDecoder;
import io.facet.training.evaluate.task.EvaluationTask;
import io.facet.training.evaluate.task.FaceValue;
import io.facet.vision.landmark.LandmarkScheme;
import io.facet.vision.score.FoundFace;
import io.facet.vision.score.TrueFace;

/** Reads the value of a line; what is wrong with it is an {@link IllegalArgumentException} that says what was expected. */
final class RecordReader {
    private static final int MOST_CLASSES = 255;

    private final EvaluationTask task;
    private final boolean truth;
    private final Path folder;

    /**
     * @param truth whether the file says what is true, or what was predicted
     * @param folder of the file: masks are named relative to it
     */
    RecordReader(EvaluationTask task, boolean truth, Path folder) {
        this.task = task;
        this.truth = truth;
        this.folder = folder;
    }

    FaceRecord read(JsonNode line) {
        if (!line.isObject()) {
            throw new IllegalArgumentException("expected a JSON object, found " + line.getNodeType());
        }
        JsonNode group = line.path("group");
        return new FaceRecord(key(line), group.isTextual() ? group.asText() : null, value(line));
    }

    private String key(JsonNode line) {
        if (task == EvaluationTask.IDENTITY && line.has("pair")) {
            JsonNode pair = line.path("pair");
            if (pair.size() != 2) {
                throw new IllegalArgumentException("pair: expected two keys, found " + pair);
            }
            return PairKey.of(pair.get(0).asText(), pair.get(1).asText());
        }
        JsonNode key = line.path("key");
        if (!key.isTextual() || key.asText().isEmpty()) {
            throw new IllegalArgumentException("key: expected a text, found " + (key.isMissingNode() ? "none" : key));
        }
        return key.asText();
    }

    private FaceValue value(JsonNode line) {
        return switch (task) {
            case LANDMARKS -> points(line);
            case PARSING -> mask(line);
            case AGE -> truth && line.has(FaceLabels.AGE_GROUP) ? ageGroup(line) : number(line);
            case QUALITY -> number(line);
            case GENDER, GROUP, EXPRESSION -> label(line);
            case ATTRIBUTES -> new FaceValue.Attributes(numbers(line, "attributes"));
            case IDENTITY -> identity(line);
            case DETECTION -> faces(line);
        };
    }

    private static FaceValue points(JsonNode line) {
        JsonNode list = array(line, "points");
        float[] points = new float[2 * list.size()];
        for (int i = 0; i < list.size(); i++) {
            double[] point = doubles("points", list.get(i), 2);
            points[2 * i] = (float) point[0];
            points[2 * i + 1] = (float) point[1];
        }
        LandmarkScheme scheme = line.has("scheme")
                ? LandmarkScheme.of(line.path("scheme").asText())
                : LandmarkScheme.of(list.size())
                        .orElseThrow(() -> new IllegalArgumentException(
                                "points: expected 68, 98, 19 or 29 of them, found " + list.size()));
        scheme.requireCount(points);
        return new FaceValue.Points(scheme.name(), points, line.has("box") ? box(line.path("box")) : null);
    }

    private FaceValue mask(JsonNode line) {
        String name = text(line, "mask");
        List<String> labels = new ArrayList<>();
        line.path("labels").forEach(label -> labels.add(label.asText()));
        try {
            ClassMap classes = ImageDecoder.decodeClasses(
                    name, Files.readAllBytes(folder.resolve(name)), labels.isEmpty() ? MOST_CLASSES : labels.size());
            return new FaceValue.Mask(labels.isEmpty() ? numbers(MOST_CLASSES) : labels, classes, null);
        } catch (IOException e) {
            throw new IllegalArgumentException("mask: cannot read " + folder.resolve(name), e);
        } catch (UnreadableSampleException e) {
            throw new IllegalArgumentException("mask: " + e.getMessage(), e);
        }
    }

    /** Classes without names have numbers. */
    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }

    private FaceValue number(JsonNode line) {
        return new FaceValue.Number(number(line, task.key()));
    }

    private static FaceValue ageGroup(JsonNode line) {
        String name = text(line, FaceLabels.AGE_GROUP);
        if (!FaceLabels.AGE_GROUPS.contains(name)) {
            throw new IllegalArgumentException(
                    "%s: expected one of %s, found %s".formatted(FaceLabels.AGE_GROUP, FaceLabels.AGE_GROUPS, name));
        }
        return new FaceValue.Label(name, Map.of());
    }

    private static FaceValue label(JsonNode line) {
        Map<String, Double> probabilities = line.has("probabilities") ? numbers(line, "probabilities") : Map.of();
        if (line.has("label") || probabilities.isEmpty()) {
            return new FaceValue.Label(text(line, "label"), probabilities);
        }
        String likeliest = probabilities.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
        return new FaceValue.Label(likeliest, probabilities);
    }

    private FaceValue identity(JsonNode line) {
        if (truth) {
            JsonNode same = line.path("same");
            if (!line.has("pair") || !same.isBoolean()) {
                throw new IllegalArgumentException(
                        "expected \"pair\": [key, key] and \"same\": true or false, found " + line);
            }
            return new FaceValue.Pair(same.asBoolean(), line.path("fold").asInt(0));
        }
        if (line.has("pair")) {
            return new FaceValue.Number(number(line, "similarity"));
        }
        double[] values = doubles("embedding", array(line, "embedding"), -1);
        float[] embedding = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            embedding[i] = (float) values[i];
        }
        return new FaceValue.Embedding(embedding);
    }

    private FaceValue faces(JsonNode line) {
        JsonNode list = array(line, "faces");
        List<TrueFace> there = new ArrayList<>();
        List<FoundFace> found = new ArrayList<>();
        for (JsonNode face : list) {
            Box box = box(face.path("box"));
            if (truth) {
                there.add(new TrueFace(box, face.path("ignored").asBoolean(false)));
            } else {
                found.add(new FoundFace(box, number(face, "score")));
            }
        }
        return truth ? new FaceValue.True(there) : new FaceValue.Found(found);
    }

    private static Box box(JsonNode node) {
        double[] box = doubles("box", node, 4);
        return new Box(box[0], box[1], box[2], box[3]);
    }

    private static JsonNode array(JsonNode line, String field) {
        JsonNode node = line.path(field);
        if (!node.isArray()) {
            throw new IllegalArgumentException(field + ": expected a list, found " + shown(node));
        }
        return node;
    }

    private static double[] doubles(String field, JsonNode node, int count) {
        boolean right = node.isArray() && (count < 0 ? node.size() > 0 : node.size() == count);
        for (JsonNode value : node) {
            right &= value.isNumber() && Double.isFinite(value.asDouble());
        }
        if (!right) {
            throw new IllegalArgumentException("%s: expected a list of %s numbers, found %s"
                    .formatted(field, count < 0 ? "some" : Integer.toString(count), shown(node)));
        }
        double[] values = new double[node.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = node.get(i).asDouble();
        }
        return values;
    }

    private static Map<String, Double> numbers(JsonNode line, String field) {
        JsonNode node = line.path(field);
        if (!node.isObject()) {
            throw new IllegalArgumentException(
                    field + ": expected an object of names and numbers, found " + shown(node));
        }
        Map<String, Double> numbers = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            JsonNode value = entry.getValue();
            numbers.put(
                    entry.getKey(), value.isBoolean() ? (value.asBoolean() ? 1.0 : 0.0) : number(node, entry.getKey()));
        }
        return numbers;
    }

    private static double number(JsonNode line, String field) {
        JsonNode node = line.path(field);
        if (!node.isNumber() || !Double.isFinite(node.asDouble())) {
            throw new IllegalArgumentException(field + ": expected a number, found " + shown(node));
        }
        return node.asDouble();
    }

    private static String text(JsonNode line, String field) {
        JsonNode node = line.path(field);
        if (!node.isTextual()) {
            throw new IllegalArgumentException(field + ": expected a text, found " + shown(node));
        }
        return node.asText();
    }

    private static String shown(JsonNode node) {
        String text = node.isMissingNode() ? "none" : node.toString();
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }
}
