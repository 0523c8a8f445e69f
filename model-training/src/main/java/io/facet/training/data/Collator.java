package io.facet.training.data;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

import io.facet.training.tensor.HostTensor;

/**
 * Turns samples into a program's inputs: augments, normalises, tokenises, draws masks. Thread-safe; all chance comes from
 * the generator that is handed in, which depends on nothing but the seed and the number of the batch.
 */
public interface Collator {
    Map<String, HostTensor> collate(List<Sample> samples, RandomGenerator random);
}
