package io.facet.training.evaluate.face;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import io.facet.domain.UserError;
import io.facet.training.data.DataSpec;

/**
 * A labelled set of {@code --data KIND:PATH[:SPLIT]}. A split is {@code all}, {@code train} or {@code held_out}, by hash;
 * anything else is an official part of the set, as {@code test}.
 *
 * @param spec what to open
 */
public record EvaluatedSet(DataSpec spec) {
    private static final List<DataSpec.Split> SPLITS = List.of(DataSpec.Split.values());

    /**
     * @param text as given on the command line
     * @param split where the text names none
     * @throws UserError listing the kinds there are
     */
    public static EvaluatedSet parse(String text, DataSpec.Split split) {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? text : text.substring(0, colon);
        DataSpec.Kind known = Arrays.stream(DataSpec.Kind.values())
                .filter(candidate -> colon > 0 && candidate.name().equalsIgnoreCase(kind))
                .findFirst()
                .orElseThrow(() -> new UserError("--data: expected KIND:PATH[:SPLIT] with a kind of %s, found %s"
                        .formatted(names(DataSpec.Kind.values()), text)));
        String path = text.substring(colon + 1);
        int end = path.lastIndexOf(':');
        if (end < 0 || path.indexOf('/', end) >= 0) {
            return of(known, path, split, null);
        }
        String part = path.substring(end + 1);
        return SPLITS.stream()
                .filter(candidate -> name(candidate).equals(part))
                .findFirst()
                .map(candidate -> of(known, path.substring(0, end), candidate, null))
                .orElseGet(() -> of(known, path.substring(0, end), DataSpec.Split.ALL, part));
    }

    private static EvaluatedSet of(DataSpec.Kind kind, String path, DataSpec.Split split, String part) {
        DataSpec whole = DataSpec.of(kind, Path.of(path)).with(split);
        return new EvaluatedSet(part == null ? whole : whole.withPart(part));
    }

    /** Kind and split, for people. */
    public String title() {
        return name(spec.kind()) + ", " + (spec.part() == null ? name(spec.split()) : spec.part());
    }

    /** The kind as it is written in options and tables. */
    public String kind() {
        return name(spec.kind());
    }

    /** The official part; empty for parts of our own. */
    public String part() {
        return spec.part() == null ? "" : spec.part();
    }

    private static List<String> names(Enum<?>[] values) {
        return Arrays.stream(values).map(EvaluatedSet::name).toList();
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
