package io.facet.training.data.source;

import java.io.IOException;
import java.util.List;

import io.facet.domain.UserError;
import io.facet.training.data.SampleSource;

/** A published set that lists its samples before any is read. */
public interface ListedSet extends PublishedSet {
    /** The samples of a part, in the set's order. */
    List<Listed> list(SetFiles files, String part) throws IOException;

    /** @throws UserError if no sample is listed, or none of their pictures is there */
    @Override
    default SampleSource open(SetFiles files, String part) {
        List<Listed> samples;
        try {
            samples = list(files, part);
        } catch (IOException e) {
            throw new UserError("data set %s: cannot be read: %s".formatted(files.where(), e.getMessage()), e);
        }
        if (samples.isEmpty()) {
            throw new UserError("data set %s is empty: expected samples of %s, part %s, found none"
                    .formatted(files.where(), card().title(), part));
        }
        if (samples.stream().allMatch(sample -> sample.size() == 0)) {
            throw new UserError("data set: expected pictures like %s/%s, found none of %d"
                    .formatted(files.where(), samples.get(0).key(), samples.size()));
        }
        return files.source(samples);
    }
}
