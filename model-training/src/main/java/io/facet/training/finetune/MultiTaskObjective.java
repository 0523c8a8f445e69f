package io.facet.training.finetune;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

import io.facet.training.engine.Parameters;
import io.facet.training.loss.FullPrecision;
import io.facet.training.loss.Rows;
import io.facet.training.network.VisionTransformer;
import io.facet.training.network.VitSettings;
import io.facet.training.network.head.EncoderFeatures;
import io.facet.training.network.head.Head;
import io.facet.training.network.head.HeadSettings;
import io.facet.training.pretrain.Objective;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.Shape;

/**
 * Several tasks on one encoder, which runs once for all of them: Σ α_t · mean loss of the faces that carry t's label / Σ α_t
 * (Faceptor Eq. 8). A teacher's word may count less than an annotation.
 *
 * <p>Inputs: {@code image [B, 3, S, S]}, normalised RGB; for each head h {@code head.h.rows}, int64: the faces of the batch
 * it reads; for each task t {@code t.rows}, int64 {@code [K]}: its faces among those of its head, {@code t.weights [K]} and its
 * targets as {@code t.name}.
 *
 * <p>Outputs: {@code loss}; for each task its loss as {@code t} and its scores as {@code t.score}.
 *
 * @param encoder its shape; its parameters are under {@code encoder.}
 * @param checkpointed forgets what is inside its blocks and computes it again for the gradient
 * @param heads by name; each has as many outputs as its tasks together, in the order of the tasks
 * @param tasks by name
 * @param trained which parameters are
 * @param onlyLayer number of the block whose features every head gets in place of those it reads (FaRL supplement §3); null:
 *     each its own
 */
public record MultiTaskObjective(
        VitSettings encoder,
        boolean checkpointed,
        Map<String, HeadSettings> heads,
        Map<String, Task> tasks,
        TrainedPart trained,
        Integer onlyLayer)
        implements Objective {
    static final String IMAGE = "image";
    private static final String ENCODER = "encoder";

    /** One whose heads read what they are made for. */
    public MultiTaskObjective(
            VitSettings encoder,
            boolean checkpointed,
            Map<String, HeadSettings> heads,
            Map<String, Task> tasks,
            TrainedPart trained) {
        this(encoder, checkpointed, heads, tasks, trained, null);
    }

    public MultiTaskObjective {
        Defaults.require(
                onlyLayer == null || onlyLayer >= 1 && onlyLayer <= encoder.layers(),
                "onlyLayer",
                "1 to " + encoder.layers(),
                onlyLayer);
        heads = Collections.unmodifiableMap(new LinkedHashMap<>(heads));
        tasks = Collections.unmodifiableMap(new LinkedHashMap<>(tasks));
        for (Map.Entry<String, Task> task : tasks.entrySet()) {
            Defaults.require(
                    heads.containsKey(task.getValue().head()),
                    "task " + task.getKey() + ", head",
                    "one of " + heads.keySet(),
                    task.getValue().head());
        }
        for (String head : heads.keySet()) {
            Defaults.require(
                    tasks.values().stream().anyMatch(task -> task.head().equals(head)),
                    "head " + head,
                    "a task that has it",
                    "none");
        }
        Defaults.require(
                tasks.values().stream().mapToDouble(Task::weight).sum() > 0, "weights of tasks", "a sum above 0", 0);
    }

    static String headRows(String head) {
        return "head." + head + ".rows";
    }

    static String rows(String task) {
        return "task." + task + ".rows";
    }

    static String weights(String task) {
        return "task." + task + ".weights";
    }

    static String target(String task, String target) {
        return "task." + task + ".target." + target;
    }

    /** The heads as networks, in their order. */
    public List<Head> networks() {
        List<Head> networks = new ArrayList<>();
        heads.forEach((name, settings) -> networks.add(settings.head(name, encoder, outputs(name))));
        return networks;
    }

    /** The encoder as a network. */
    public VisionTransformer network() {
        return new VisionTransformer(ENCODER, encoder, checkpointed);
    }

    private int outputs(String head) {
        return tasks.values().stream()
                .filter(task -> task.head().equals(head))
                .mapToInt(Task::outputs)
                .sum();
    }

    /** First of a task's channels in the output of its head. */
    public int first(String task) {
        int first = 0;
        for (Map.Entry<String, Task> before : tasks.entrySet()) {
            if (before.getKey().equals(task)) {
                return first;
            }
            first += before.getValue().head().equals(tasks.get(task).head())
                    ? before.getValue().outputs()
                    : 0;
        }
        throw new IllegalArgumentException("no task " + task + " among " + tasks.keySet());
    }

    @Override
    public Map<String, Shape> inputs() {
        Map<String, Shape> inputs = new LinkedHashMap<>();
        inputs.put(IMAGE, Shape.of(Shape.ANY, 3, encoder.imageSize(), encoder.imageSize()));
        heads.keySet().forEach(head -> inputs.put(headRows(head), Shape.of(Shape.ANY)));
        tasks.forEach((name, task) -> {
            inputs.put(rows(name), Shape.of(Shape.ANY));
            inputs.put(weights(name), Shape.of(Shape.ANY));
            task.blank()
                    .forEach((target, value) ->
                            inputs.put(target(name, target), value.shape().with(0, Shape.ANY)));
        });
        return inputs;
    }

    @Override
    public Parameters initial(long seed) {
        Parameters drawn = Parameters.initialize(parameters(), seed);
        Map<String, HostTensor.Floats> biases = new LinkedHashMap<>();
        for (Head head : networks()) {
            String name = head.prefix() + ".maps.bias";
            HostTensor.Floats bias = drawn.values().get(name);
            if (bias != null) {
                biases.put(name, new HostTensor.Floats(bias.shape(), begun(head.name(), bias.values())));
            }
        }
        return drawn.with(new Parameters(biases));
    }

    /** A head's biases with the priors of its tasks. */
    private float[] begun(String head, float[] drawn) {
        float[] begun = drawn.clone();
        tasks.forEach((name, task) -> {
            if (task.head().equals(head) && task.prior() != 0) {
                Arrays.fill(begun, first(name), first(name) + task.outputs(), (float) task.prior());
            }
        });
        return begun;
    }

    @Override
    public List<String> frozen() {
        return trained.frozen(this);
    }

    @Override
    public <T> Map<String, T> apply(Ops<T> ops, Map<String, T> inputs) {
        List<Head> networks = networks();
        EncoderFeatures<T> features = features(ops, inputs.get(IMAGE), networks);
        Map<String, T> heads = new LinkedHashMap<>();
        for (Head head : networks) {
            EncoderFeatures<T> read = read(features, head).rows(ops, inputs.get(headRows(head.name())));
            heads.put(head.name(), head.apply(ops, read));
        }
        Map<String, T> parts = new LinkedHashMap<>();
        T total = null;
        for (Map.Entry<String, Task> task : tasks.entrySet()) {
            T loss = loss(ops, task.getKey(), task.getValue(), heads, inputs, parts);
            T weighted = ops.multiply(loss, task.getValue().weight());
            total = total == null ? weighted : ops.add(total, weighted);
        }
        Map<String, T> outputs = new LinkedHashMap<>();
        outputs.put(
                LOSS,
                ops.multiply(
                        total,
                        1 / tasks.values().stream().mapToDouble(Task::weight).sum()));
        outputs.putAll(parts);
        return outputs;
    }

    private <T> EncoderFeatures<T> features(Ops<T> ops, T image, List<Head> networks) {
        SortedSet<Integer> layers = new TreeSet<>();
        SortedSet<Integer> stem = new TreeSet<>();
        networks.forEach(head -> {
            layers.addAll(head.layers());
            stem.addAll(head.stem());
        });
        if (onlyLayer == null) {
            return EncoderFeatures.of(ops, network(), image, layers, stem);
        }
        EncoderFeatures<T> found = EncoderFeatures.of(ops, network(), image, new TreeSet<>(List.of(onlyLayer)), stem);
        SortedMap<Integer, T> repeated = new TreeMap<>();
        layers.forEach(layer -> repeated.put(layer, found.layer(onlyLayer)));
        return new EncoderFeatures<>(repeated, found.stem());
    }

    /** No more than a head reads: what it does not would be copied, too. */
    private static <T> EncoderFeatures<T> read(EncoderFeatures<T> features, Head head) {
        SortedMap<Integer, T> layers = new TreeMap<>(features.layers());
        SortedMap<Integer, T> stem = new TreeMap<>(features.stem());
        layers.keySet().retainAll(head.layers());
        stem.keySet().retainAll(head.stem());
        return new EncoderFeatures<>(layers, stem);
    }

    private <T> T loss(
            Ops<T> ops, String name, Task task, Map<String, T> heads, Map<String, T> inputs, Map<String, T> parts) {
        int first = first(name);
        T output = heads.get(task.head());
        if (first > 0 || task.outputs() < ops.shape(output).size(1)) {
            output = ops.slice(output, 1, first, first + task.outputs());
        }
        Map<String, T> targets = new LinkedHashMap<>();
        task.blank().keySet().forEach(target -> targets.put(target, inputs.get(target(name, target))));
        T weights = inputs.get(weights(name));
        T own = FullPrecision.of(ops, ops.gatherRows(output, inputs.get(rows(name))));
        Task.Outcome<T> outcome = task.loss(ops, name, own, targets, weights);
        T loss = Rows.mean(ops, outcome.rows(), weights);
        parts.put(name, loss);
        outcome.scores().forEach((score, value) -> parts.put(name + "." + score, value));
        return loss;
    }
}
