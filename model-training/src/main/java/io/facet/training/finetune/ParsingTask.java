package io.facet.training.finetune;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.facet.training.data.ClassMap;
import io.facet.training.data.FaceLabels;
import io.facet.training.data.Targets;
import io.facet.training.loss.FullPrecision;
import io.facet.training.loss.PixelCrossEntropy;
import io.facet.training.network.BilinearResize;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.Shape;

/**
 * Face parsing: the class of each pixel. Scores: {@code accuracy} of pixels, {@code f1}, the mean over the classes there.
 *
 * @param head name of its head, which gives maps
 * @param weight default 1
 * @param labels names of the classes, from 0; default CelebAMask-HQ's 19
 * @param mirrored pairs of classes that change places in a mirror; default those of CelebAMask-HQ
 * @param side of the maps that are compared, in pixels; the head's maps are resized to it. Default 64
 * @param classWeights weight of a pixel by the name of its class, 1 where not named. F1 is highest where a class is said
 *     from a probability of half its F1 (Lipton et al., "Optimal Thresholding of Classifiers to Maximize F1 Measure",
 *     2014): rare and thin parts gain by more than 1, wide ones by less
 */
public record ParsingTask(
        String head,
        Double weight,
        List<String> labels,
        List<List<Integer>> mirrored,
        Integer side,
        Map<String, Double> classWeights)
        implements Task {
    private static final List<List<Integer>> CELEBAMASK_PAIRS = List.of(List.of(4, 5), List.of(6, 7), List.of(8, 9));
    private static final int UNKNOWN = ClassMap.UNKNOWN & 0xFF;
    private static final String CLASSES = "classes";
    private static final String KNOWN = "known";
    private static final String PIXEL_WEIGHTS = "pixelWeights";

    public ParsingTask {
        weight = Defaults.weight(head, weight);
        mirrored = Defaults.or(mirrored, labels == null ? CELEBAMASK_PAIRS : List.of());
        labels = List.copyOf(Defaults.or(labels, FaceLabels.PARTS));
        side = Defaults.or(side, 64);
        Defaults.require(side >= 1, "side", "1 or more", side);
        int count = labels.size();
        Defaults.require(
                mirrored.stream()
                        .allMatch(pair -> pair.size() == 2 && pair.stream().allMatch(c -> c >= 0 && c < count)),
                "mirrored",
                "pairs of classes from 0 to " + (count - 1),
                mirrored);
        classWeights = Map.copyOf(Defaults.or(classWeights, Map.of()));
        Defaults.require(labels.containsAll(classWeights.keySet()), "classWeights", "names of " + labels, classWeights);
        Defaults.require(
                classWeights.values().stream().allMatch(w -> w > 0 && Double.isFinite(w)),
                "classWeights",
                "more than 0",
                classWeights);
    }

    @Override
    public int outputs() {
        return labels.size();
    }

    @Override
    public Map<String, HostTensor> blank() {
        return tensors(new long[side * side], new float[side * side], new float[side * side]);
    }

    private static Map<String, HostTensor> tensors(long[] classes, float[] known, float[] weights) {
        Map<String, HostTensor> tensors = new LinkedHashMap<>();
        tensors.put(CLASSES, new HostTensor.Longs(Shape.of(1, classes.length), classes));
        tensors.put(KNOWN, new HostTensor.Floats(Shape.of(1, known.length), known));
        tensors.put(PIXEL_WEIGHTS, new HostTensor.Floats(Shape.of(1, weights.length), weights));
        return tensors;
    }

    @Override
    public boolean hasPlaces() {
        return true;
    }

    @Override
    public boolean learnsFromTeacher() {
        return true;
    }

    @Override
    public Optional<Map<String, HostTensor>> targets(FaceView face, boolean taught) {
        Targets targets = face.sample().targets();
        ClassMap mask = taught ? targets.teacherMask() : targets.mask();
        if (mask == null) {
            return Optional.empty();
        }
        int[] classes = face.seen(mask, side);
        int[] names = names(face.geometry().mirrored());
        long[] numbers = new long[classes.length];
        float[] known = new float[classes.length];
        float[] weighed = new float[classes.length];
        float[] weights = weights();
        for (int i = 0; i < classes.length; i++) {
            boolean counts = classes[i] < labels.size();
            Defaults.requireLabel(
                    counts || classes[i] == UNKNOWN,
                    face.sample().key(),
                    "classes 0 to " + (labels.size() - 1) + " in the mask",
                    classes[i]);
            numbers[i] = counts ? names[classes[i]] : 0;
            known[i] = counts ? 1 : 0;
            weighed[i] = counts ? weights[(int) numbers[i]] : 0;
        }
        return Optional.of(tensors(numbers, known, weighed));
    }

    private float[] weights() {
        float[] weights = new float[labels.size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = classWeights.getOrDefault(labels.get(i), 1.0).floatValue();
        }
        return weights;
    }

    /** What each class is called in the picture. */
    private int[] names(boolean inMirror) {
        int[] names = new int[labels.size()];
        for (int i = 0; i < names.length; i++) {
            names[i] = i;
        }
        if (inMirror) {
            for (List<Integer> pair : mirrored) {
                names[pair.get(0)] = pair.get(1);
                names[pair.get(1)] = pair.get(0);
            }
        }
        return names;
    }

    @Override
    public <T> Outcome<T> loss(Ops<T> ops, String name, T output, Map<String, T> targets, T weights) {
        T resized = FullPrecision.of(
                ops, new BilinearResize(Math.toIntExact(ops.shape(output).size(2)), side).apply(ops, output));
        T classes = targets.get(CLASSES);
        T known = targets.get(KNOWN);
        T rows = PixelCrossEntropy.rows(ops, resized, classes, targets.get(PIXEL_WEIGHTS));
        // A face that only fills up has a weight of 0.
        T counted = ops.multiply(known, ops.reshape(weights, -1, 1));
        return new Outcome<>(rows, PixelCrossEntropy.scores(ops, resized, classes, counted));
    }
}
