package io.facet.training.data.source;

import io.facet.training.data.DataSpec;
import io.facet.training.data.SampleSource;

/**
 * A data set in the layout it was published in, with its official splits. Found by {@link java.util.ServiceLoader}: a new
 * set is a class, its {@link DataSpec.Kind} and a line among the services. Stateless.
 */
public interface PublishedSet {
    /** How specifications name it. */
    DataSpec.Kind kind();

    /** What it is. */
    SetCard card();

    /**
     * Opens a part.
     *
     * @param files the set; the source owns them and closes them, unless this throws
     * @param part one of the card's
     * @throws io.facet.domain.UserError that names the path of a missing or damaged part
     */
    SampleSource open(SetFiles files, String part);
}
