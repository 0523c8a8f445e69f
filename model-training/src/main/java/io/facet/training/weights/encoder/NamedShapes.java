package io.facet.training.weights.encoder;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.facet.domain.UserError;
import io.facet.training.tensor.Shape;
import io.facet.training.weights.TensorInfo;

/** The tensors of a file under their bare names, naturally sorted. */
final class NamedShapes {
    /** Put before every name by wrappers of a module: parallel training, Lightning, compilation. */
    private static final List<String> WRAPPERS = List.of("module.", "model.", "_orig_mod.");

    private final SortedMap<String, TensorInfo> tensors = new TreeMap<>(NaturalOrder.INSTANCE);
    private final SortedSet<String> outside = new TreeSet<>(NaturalOrder.INSTANCE);

    /**
     * @param prefix takes only names that begin so, without it; empty for all
     * @throws UserError if no name does
     */
    NamedShapes(Map<String, TensorInfo> file, String prefix) {
        file.forEach((name, info) -> {
            if (name.startsWith(prefix)) {
                tensors.put(name.substring(prefix.length()), info);
            } else {
                outside.add(name);
            }
        });
        if (tensors.isEmpty()) {
            throw new UserError("expected names that begin with '" + prefix + "', found none among " + file.size()
                    + ": " + some(outside));
        }
        while (WRAPPERS.stream().anyMatch(this::unwrap)) {
            // One wrapper may be within another.
        }
    }

    private boolean unwrap(String wrapper) {
        if (!tensors.keySet().stream().allMatch(name -> name.startsWith(wrapper) && name.length() > wrapper.length())) {
            return false;
        }
        Map<String, TensorInfo> wrapped = new TreeMap<>(tensors);
        tensors.clear();
        wrapped.forEach((name, info) -> tensors.put(name.substring(wrapper.length()), info));
        return true;
    }

    /** Bare names. */
    SortedSet<String> names() {
        SortedSet<String> names = new TreeSet<>(NaturalOrder.INSTANCE);
        names.addAll(tensors.keySet());
        return names;
    }

    /** Names that do not begin with the prefix. */
    SortedSet<String> outside() {
        return Collections.unmodifiableSortedSet(outside);
    }

    boolean has(String name) {
        return tensors.containsKey(name);
    }

    boolean hasUnder(String start) {
        return tensors.keySet().stream().anyMatch(name -> name.startsWith(start));
    }

    /** The name in the file. */
    String original(String name) {
        return tensors.get(name).name();
    }

    Shape shape(String name) {
        return tensors.get(name).shape();
    }

    /**
     * The shape of a tensor that sizes are read from.
     *
     * @param expected for the message, as in {@code [width, 3, patch, patch]}
     */
    Shape require(String name, int rank, String expected) {
        if (!has(name)) {
            throw new UserError(
                    "expected the tensor " + name + " " + expected + ", found none among " + tensors.size());
        }
        Shape found = shape(name);
        if (found.rank() != rank || found.elements() == 0) {
            throw new UserError("tensor " + name + ": expected " + expected + ", found " + found);
        }
        return found;
    }

    /** How many different numbers follow a beginning, as in {@code blocks.}. */
    int count(String start) {
        Pattern pattern = Pattern.compile(Pattern.quote(start) + "([0-9]+)\\..*");
        return (int) tensors.keySet().stream()
                .map(pattern::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .distinct()
                .count();
    }

    /** The first names, for a message. */
    static String some(SortedSet<String> names) {
        int shown = 8;
        String list = String.join(", ", names.stream().limit(shown).toList());
        return names.size() > shown ? list + ", … (" + (names.size() - shown) + " more)" : list;
    }
}
