package io.facet.training.finetune;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import io.facet.training.data.Batch;
import io.facet.training.data.BatchSource;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Shape;

/**
 * Batches with a part of each data set, one after the other in the order of the sets (Faceptor Table 2: n_t). Batch i holds
 * the i-th part of every set, so that order and chance are those of the parts. Used by one thread; owns the parts.
 *
 * <p>An epoch is a pass over the set that takes the most batches; others begin again within it.
 */
public final class MultiTaskBatches implements BatchSource {
    /** A batch norm has no variance of one face. */
    private static final int LEAST_ROWS = 2;

    private final MultiTaskObjective objective;
    private final List<? extends BatchSource> parts;

    /**
     * @param objective that takes the batches
     * @param parts batches made by {@link MultiTaskCollator}, of one set each
     */
    public MultiTaskBatches(MultiTaskObjective objective, List<? extends BatchSource> parts) {
        Defaults.require(!parts.isEmpty(), "data sets", "one or more", "none");
        this.objective = objective;
        this.parts = List.copyOf(parts);
    }

    @Override
    public long batchesPerEpoch() {
        return parts.stream().mapToLong(BatchSource::batchesPerEpoch).max().orElseThrow();
    }

    @Override
    public Batch next() throws InterruptedException {
        List<Batch> batches = new ArrayList<>();
        for (BatchSource part : parts) {
            batches.add(part.next());
        }
        return joined(batches);
    }

    private Batch joined(List<Batch> batches) {
        List<String> keys = new ArrayList<>();
        batches.forEach(batch -> keys.addAll(batch.keys()));
        Map<String, HostTensor> inputs = new LinkedHashMap<>();
        inputs.put(
                MultiTaskObjective.IMAGE,
                HostRows.concatenated(batches.stream()
                        .map(batch -> batch.tensors().get(MultiTaskObjective.IMAGE))
                        .toList()));
        objective.tasks().forEach((name, task) -> join(name, task, batches, inputs));
        objective.heads().keySet().forEach(head -> place(head, keys.size(), inputs));
        return new Batch(inputs, keys);
    }

    /** A task's labels of all sets; where none has any, a face that counts nothing. */
    private static void join(String name, Task task, List<Batch> batches, Map<String, HostTensor> inputs) {
        List<Map<String, HostTensor>> labelled = new ArrayList<>();
        List<HostTensor> rows = new ArrayList<>();
        long first = 0;
        for (Batch batch : batches) {
            if (batch.tensors().get(MultiTaskObjective.rows(name)) instanceof HostTensor.Longs found) {
                long offset = first;
                long[] moved = found.values().clone();
                for (int i = 0; i < moved.length; i++) {
                    moved[i] += offset;
                }
                rows.add(HostRows.of(moved));
                labelled.add(batch.tensors());
            }
            first += batch.size();
        }
        if (rows.isEmpty()) {
            inputs.put(MultiTaskObjective.rows(name), HostRows.of(0));
            inputs.put(MultiTaskObjective.weights(name), new HostTensor.Floats(Shape.of(1), new float[1]));
            task.blank().forEach((target, value) -> inputs.put(MultiTaskObjective.target(name, target), value));
            return;
        }
        inputs.put(MultiTaskObjective.rows(name), HostRows.concatenated(rows));
        List<String> names = new ArrayList<>(List.of(MultiTaskObjective.weights(name)));
        task.blank().keySet().forEach(target -> names.add(MultiTaskObjective.target(name, target)));
        for (String input : names) {
            inputs.put(
                    input,
                    HostRows.concatenated(
                            labelled.stream().map(tensors -> tensors.get(input)).toList()));
        }
    }

    /** The faces that a head reads, and its tasks' faces as numbers among these. */
    private void place(String head, int size, Map<String, HostTensor> inputs) {
        TreeSet<Long> read = new TreeSet<>();
        List<String> tasks = objective.tasks().entrySet().stream()
                .filter(task -> task.getValue().head().equals(head))
                .map(Map.Entry::getKey)
                .toList();
        for (String task : tasks) {
            for (long row : rows(task, inputs)) {
                read.add(row);
            }
        }
        for (long row = 0; row < size && read.size() < LEAST_ROWS; row++) {
            read.add(row);
        }
        long[] order = read.stream().mapToLong(Long::longValue).toArray();
        Map<Long, Integer> places = new LinkedHashMap<>();
        for (int place = 0; place < order.length; place++) {
            places.put(order[place], place);
        }
        inputs.put(MultiTaskObjective.headRows(head), HostRows.of(order));
        for (String task : tasks) {
            long[] rows = rows(task, inputs).clone();
            for (int i = 0; i < rows.length; i++) {
                rows[i] = places.get(rows[i]);
            }
            inputs.put(MultiTaskObjective.rows(task), HostRows.of(rows));
        }
    }

    private static long[] rows(String task, Map<String, HostTensor> inputs) {
        return ((HostTensor.Longs) inputs.get(MultiTaskObjective.rows(task))).values();
    }

    @Override
    public void seek(long batch) {
        parts.forEach(part -> part.seek(batch));
    }

    @Override
    public long skipped() {
        return parts.stream().mapToLong(BatchSource::skipped).sum();
    }

    @Override
    public void close() {
        parts.forEach(BatchSource::close);
    }
}
