package io.facet.training.data.source;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.facet.domain.UserError;
import io.facet.training.data.DataSpec;
import io.facet.training.data.DataSpec.Kind;
import io.facet.training.data.SampleSource;

/** The published sets that can be read. */
public final class PublishedSets {
    private static final Logger LOG = LoggerFactory.getLogger(PublishedSets.class);
    private static final Map<Kind, PublishedSet> SETS = load();

    private PublishedSets() {}

    private static Map<Kind, PublishedSet> load() {
        Map<Kind, PublishedSet> sets = new EnumMap<>(Kind.class);
        for (PublishedSet set : ServiceLoader.load(PublishedSet.class, PublishedSets.class.getClassLoader())) {
            PublishedSet other = sets.put(set.kind(), set);
            if (other != null) {
                throw new IllegalStateException("two sets of kind " + set.kind() + ": " + set + " and " + other);
            }
        }
        return sets;
    }

    /** All of them, in the order of their kinds. */
    public static List<PublishedSet> all() {
        return List.copyOf(SETS.values());
    }

    /** The set of a kind; empty for folders, shards and tables. */
    public static Optional<PublishedSet> of(Kind kind) {
        return Optional.ofNullable(SETS.get(kind));
    }

    /** Opens the part that a specification names, or the first one. */
    static SampleSource open(DataSpec spec) {
        PublishedSet set = of(spec.kind())
                .orElseThrow(
                        () -> new UserError("data set %s: kind %s has no parts, expected none to be named, found %s"
                                .formatted(spec.path(), spec.kind(), spec.part())));
        SetCard card = set.card();
        if (spec.captions() != null) {
            throw new UserError("data set %s: %s is read with its own labels, expected no captions, found %s"
                    .formatted(spec.path(), card.title(), spec.captions()));
        }
        String name = spec.part() == null ? card.parts().get(0).name() : spec.part();
        SetCard.Part part = card.part(name)
                .orElseThrow(() -> new UserError("data set %s: expected a part of %s out of %s, found %s"
                        .formatted(
                                spec.path(),
                                card.title(),
                                card.parts().stream().map(SetCard.Part::name).toList(),
                                name)));
        SetFiles files = SetFiles.open(spec.path(), Optional.ofNullable(spec.cache()));
        try {
            SampleSource source = set.open(files, name);
            if (part.samples() > 0 && source.size() != part.samples()) {
                LOG.warn(
                        "data set {}: {}, part {}, was published with {} samples, found {}",
                        spec.path(),
                        card.title(),
                        name,
                        part.samples(),
                        source.size());
            }
            return source;
        } catch (RuntimeException e) {
            files.close();
            throw e;
        }
    }
}
