package io.facet.training.finetune;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

import io.facet.training.data.Collator;
import io.facet.training.data.Sample;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Shape;

/**
 * Makes one data set's part of a batch. Thread-safe.
 *
 * <p>Gives {@code image [n, 3, S, S]} and for each task t that a face has a label of {@code t.rows}, int64 {@code [K]}: these
 * faces among the n; {@code t.weights [K]}; and the task's targets as {@code t.name}.
 */
public final class MultiTaskCollator implements Collator {
    private final Map<String, Task> tasks;
    private final Feeds feeds;
    private final FaceViews views;

    /**
     * @param tasks by name
     * @param feeds which of them the set teaches
     * @param views how its faces are shown
     */
    public MultiTaskCollator(Map<String, ? extends Task> tasks, Feeds feeds, FaceViews views) {
        this.tasks = new LinkedHashMap<>();
        tasks.forEach((name, task) -> {
            if (feeds.labels().containsKey(name) || feeds.teacher().containsKey(name)) {
                this.tasks.put(name, task);
            }
        });
        this.feeds = feeds;
        this.views = views;
    }

    @Override
    public Map<String, HostTensor> collate(List<Sample> samples, RandomGenerator random) {
        int length = 3 * views.side() * views.side();
        float[] images = new float[samples.size() * length];
        Map<String, Collected> collected = new LinkedHashMap<>();
        for (int row = 0; row < samples.size(); row++) {
            FaceView face = views.of(samples.get(row), random);
            System.arraycopy(face.image(), 0, images, row * length, length);
            for (Map.Entry<String, Task> task : tasks.entrySet()) {
                collect(row, face, task.getKey(), task.getValue(), collected);
            }
        }
        Map<String, HostTensor> inputs = new LinkedHashMap<>();
        inputs.put(
                MultiTaskObjective.IMAGE,
                new HostTensor.Floats(Shape.of(samples.size(), 3, views.side(), views.side()), images));
        collected.forEach((name, labels) -> labels.put(name, inputs));
        return inputs;
    }

    private void collect(int row, FaceView face, String name, Task task, Map<String, Collected> collected) {
        Double factor = feeds.labels().get(name);
        Optional<Map<String, HostTensor>> targets = factor == null ? Optional.empty() : task.targets(face, false);
        if (targets.isEmpty() && feeds.teacher().containsKey(name)) {
            factor = feeds.teacher().get(name);
            targets = task.targets(face, true);
        }
        if (targets.isPresent()) {
            collected.computeIfAbsent(name, key -> new Collected()).add(row, factor, targets.get());
        }
    }

    /** One task's labels, face by face. */
    private static final class Collected {
        private final List<Integer> rows = new ArrayList<>();
        private final List<Double> weights = new ArrayList<>();
        private final Map<String, List<HostTensor>> targets = new LinkedHashMap<>();

        void add(int row, double weight, Map<String, HostTensor> labels) {
            rows.add(row);
            weights.add(weight);
            labels.forEach((target, value) ->
                    targets.computeIfAbsent(target, key -> new ArrayList<>()).add(value));
        }

        void put(String task, Map<String, HostTensor> inputs) {
            float[] shares = new float[weights.size()];
            for (int i = 0; i < shares.length; i++) {
                shares[i] = weights.get(i).floatValue();
            }
            inputs.put(
                    MultiTaskObjective.rows(task),
                    HostRows.of(rows.stream().mapToLong(Integer::longValue).toArray()));
            inputs.put(MultiTaskObjective.weights(task), new HostTensor.Floats(Shape.of(shares.length), shares));
            targets.forEach((target, values) ->
                    inputs.put(MultiTaskObjective.target(task, target), HostRows.concatenated(values)));
        }
    }
}
