package io.facet.training.weights;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.facet.domain.UserError;

/**
 * Finds the named tensors in what a pickle holds: a dictionary of them, such a dictionary within another ({@code
 * {"model": …, "optimizer": …, "epoch": …}}), or a module whose attributes they are.
 *
 * @param entry the entry of the outermost dictionary that was taken, empty if the whole
 * @param left entries beside it that were left out, such as {@code optimizer}
 * @param tensors by dotted name
 */
record StateDict(String entry, List<String> left, Map<String, PickledTensor> tensors) {
    /** Where trainers put the weights, the most telling name first. */
    private static final List<String> ENTRIES =
            List.of("state_dict", "model", "model_state_dict", "state_dict_ema", "net", "network", "module");

    /** Steps of a pickled module's path that do not show in the names of its tensors. */
    private static final Set<String> SILENT = Set.of("_modules", "_parameters", "_buffers");

    private static final int MAX_DEPTH = 64;
    private static final int MAX_VISITS = 1_000_000;

    /**
     * @throws UserError if there is no tensor at all, or one of a kind that cannot be read (sparse, quantised)
     */
    static StateDict in(Object root) {
        if (root instanceof Map<?, ?> map && map.values().stream().noneMatch(PickledTensor.class::isInstance)) {
            for (String entry : ENTRIES) {
                Map<String, PickledTensor> tensors = collect(map.get(entry));
                if (!tensors.isEmpty()) {
                    List<String> left = map.keySet().stream()
                            .map(String::valueOf)
                            .filter(name -> !name.equals(entry))
                            .toList();
                    return new StateDict(entry, left, tensors);
                }
            }
        }
        Map<String, PickledTensor> tensors = collect(root);
        if (tensors.isEmpty()) {
            throw new UserError("expected named tensors, found none");
        }
        return new StateDict("", List.of(), tensors);
    }

    private static Map<String, PickledTensor> collect(Object root) {
        Walk walk = new Walk();
        walk.visit("", root, 0);
        return walk.found;
    }

    /** Depth first; bounded, for a hostile pickle may hold itself, or one part a million times. */
    private static final class Walk {
        private final Map<String, PickledTensor> found = new LinkedHashMap<>();
        private int visits;

        void visit(String name, Object value, int depth) {
            if (value instanceof PickledTensor tensor) {
                if (found.put(name, tensor) != null) {
                    throw new UserError("expected one tensor of each name, found two of " + name);
                }
            } else if (value instanceof Map<?, ?> map) {
                map.forEach((key, child) -> step(name, String.valueOf(key), child, depth));
            } else if (value instanceof PickledObject object) {
                requireDense(name, object);
                object.attributes().forEach((key, child) -> step(name, key, child, depth));
            } else if (value instanceof Object[] tuple) {
                visitList(name, Arrays.asList(tuple), depth);
            } else if (value instanceof List<?> list) {
                visitList(name, list, depth);
            }
        }

        private void visitList(String name, List<?> list, int depth) {
            for (int i = 0; i < list.size(); i++) {
                step(name, Integer.toString(i), list.get(i), depth);
            }
        }

        private void step(String parent, String key, Object child, int depth) {
            if (depth >= MAX_DEPTH || ++visits > MAX_VISITS) {
                throw new UserError("expected at most " + MAX_DEPTH + " levels and " + MAX_VISITS
                        + " values in a checkpoint, found more at " + parent);
            }
            String name = SILENT.contains(key) ? parent : parent.isEmpty() ? key : parent + "." + key;
            visit(name, child, depth + 1);
        }

        private static void requireDense(String name, PickledObject object) {
            if (object.type().startsWith(PickledGlobal.REBUILD)) {
                throw new UserError("tensor " + name + ": expected a dense tensor, found one made by " + object.type());
            }
        }
    }
}
