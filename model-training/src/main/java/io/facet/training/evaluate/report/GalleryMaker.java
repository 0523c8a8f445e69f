package io.facet.training.evaluate.report;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.facet.training.evaluate.face.ShownFace;
import io.facet.training.evaluate.file.PairKey;
import io.facet.training.evaluate.task.EvaluationTask;
import io.facet.training.evaluate.task.FaceValue;
import io.facet.training.evaluate.task.TaskScore;

/** Chooses the best and the worst faces of each task and draws them. */
public final class GalleryMaker {
    private static final int WORST = 12;
    private static final int BEST = 6;
    private static final int SIDE = 220;
    private static final int SMALL_SIDE = 150;

    private GalleryMaker() {}

    /** Finds faces by their keys. */
    @FunctionalInterface
    public interface Faces {
        Map<String, ShownFace> of(Set<String> keys);
    }

    /** The faces of each task of the bundle that is evaluated. */
    public static List<Gallery> of(List<TaskScore> tasks, Faces faces) {
        Map<EvaluationTask, List<String>> worst = new LinkedHashMap<>();
        Map<EvaluationTask, List<String>> best = new LinkedHashMap<>();
        Set<String> keys = new HashSet<>();
        for (TaskScore task : tasks) {
            worst.put(task.task(), ordered(task, true));
            best.put(task.task(), ordered(task, false));
            for (String key : worst.get(task.task())) {
                keys.addAll(List.of(PairKey.parts(key)));
            }
            for (String key : best.get(task.task())) {
                keys.addAll(List.of(PairKey.parts(key)));
            }
        }
        Map<String, ShownFace> shown = faces.of(keys);
        return tasks.stream()
                .map(task -> new Gallery(
                        task.task(),
                        items(worst.get(task.task()), task, shown),
                        items(best.get(task.task()), task, shown)))
                .toList();
    }

    private static List<String> ordered(TaskScore task, boolean largestFirst) {
        Comparator<Map.Entry<String, Double>> order = Map.Entry.comparingByValue();
        return task.errors().entrySet().stream()
                .sorted((largestFirst ? order.reversed() : order).thenComparing(Map.Entry.comparingByKey()))
                .limit(largestFirst ? WORST : BEST)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static List<Gallery.Item> items(List<String> keys, TaskScore task, Map<String, ShownFace> shown) {
        List<Gallery.Item> items = new ArrayList<>();
        for (String key : keys) {
            List<ShownFace> faces = new ArrayList<>();
            for (String part : PairKey.parts(key)) {
                if (shown.containsKey(part)) {
                    faces.add(shown.get(part));
                }
            }
            if (!faces.isEmpty()) {
                BufferedImage picture = drawn(task.task(), faces);
                items.add(new Gallery.Item(
                        key,
                        caption(task, key, faces.get(0)),
                        FacePicture.uri(picture),
                        picture.getWidth(),
                        picture.getHeight()));
            }
        }
        return items;
    }

    private static BufferedImage drawn(EvaluationTask task, List<ShownFace> faces) {
        ShownFace face = faces.get(0);
        return switch (task) {
            case LANDMARKS -> points(face);
            case PARSING -> masks(face);
            case DETECTION -> boxes(face);
            default ->
                FacePicture.row(faces.stream()
                        .map(one -> new FacePicture(one.image(), SMALL_SIDE))
                        .toList());
        };
    }

    private static BufferedImage points(ShownFace face) {
        FacePicture picture = new FacePicture(face.image(), SIDE);
        if (face.truth().get(EvaluationTask.LANDMARKS) instanceof FaceValue.Points truth) {
            picture.points(truth.points(), FacePicture.TRUTH);
        }
        for (int i = face.predicted().size() - 1; i >= 0; i--) {
            if (face.predicted().get(i).get(EvaluationTask.LANDMARKS) instanceof FaceValue.Points predicted) {
                picture.points(predicted.points(), FacePicture.PREDICTED.get(i % FacePicture.PREDICTED.size()));
            }
        }
        return FacePicture.row(List.of(picture));
    }

    private static BufferedImage masks(ShownFace face) {
        List<FacePicture> row = new ArrayList<>();
        row.add(new FacePicture(face.image(), SMALL_SIDE));
        if (face.truth().get(EvaluationTask.PARSING) instanceof FaceValue.Mask truth) {
            row.add(new FacePicture(face.image(), SMALL_SIDE).mask(truth, truth.classes(), truth.labels()));
            for (Map<EvaluationTask, FaceValue> predicted : face.predicted()) {
                if (predicted.get(EvaluationTask.PARSING) instanceof FaceValue.Mask mask) {
                    row.add(new FacePicture(face.image(), SMALL_SIDE).mask(mask, truth.classes(), truth.labels()));
                }
            }
        }
        return FacePicture.row(row);
    }

    private static BufferedImage boxes(ShownFace face) {
        FacePicture picture = new FacePicture(face.image(), 2 * SIDE);
        if (face.truth().get(EvaluationTask.DETECTION) instanceof FaceValue.True truth) {
            truth.faces().forEach(one -> picture.box(one.box(), FacePicture.TRUTH));
        }
        for (int i = 0; i < face.predicted().size(); i++) {
            Color color = FacePicture.PREDICTED.get(i % FacePicture.PREDICTED.size());
            if (face.predicted().get(i).get(EvaluationTask.DETECTION) instanceof FaceValue.Found found) {
                found.faces().forEach(one -> picture.box(one.box(), color));
            }
        }
        return FacePicture.row(List.of(picture));
    }

    private static String caption(TaskScore task, String key, ShownFace face) {
        double error = task.errors().get(key);
        return switch (task.task()) {
            case LANDMARKS -> String.format(Locale.ROOT, "error %.2f %%", 100 * error);
            case PARSING -> String.format(Locale.ROOT, "mean F1 %.1f %%", 100 * (1 - error));
            case IDENTITY ->
                String.format(
                        Locale.ROOT, error < 0 ? "one person, similarity %.3f" : "similarity %.3f", Math.abs(error));
            case DETECTION -> String.format(Locale.ROOT, "%.0f missed or false", error);
            default -> said(face, task.task());
        };
    }

    private static String said(ShownFace face, EvaluationTask task) {
        String predicted = face.predicted().stream()
                .map(one -> one.containsKey(task) ? text(one.get(task)) : "-")
                .collect(Collectors.joining(" / "));
        return "true " + text(face.truth().get(task)) + ", said " + predicted;
    }

    private static String text(FaceValue value) {
        if (value instanceof FaceValue.Number number) {
            return String.format(Locale.ROOT, "%.4g", number.value());
        }
        if (value instanceof FaceValue.Label label) {
            Double probability = label.probability().get(label.name());
            return probability == null
                    ? label.name()
                    : String.format(Locale.ROOT, "%s (%.0f %%)", label.name(), 100 * probability);
        }
        if (value instanceof FaceValue.Attributes attributes) {
            return attributes.values().entrySet().stream()
                    .filter(entry -> entry.getValue() >= 0.5)
                    .map(Map.Entry::getKey)
                    .collect(Collectors.joining(", ", "[", "]"));
        }
        return "-";
    }
}
