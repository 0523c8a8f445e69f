package io.facet.functions.aggregate;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import io.facet.domain.face.HeadResult;
import io.facet.domain.face.HeadResult.Age;
import io.facet.domain.face.HeadResult.Attributes;
import io.facet.domain.face.HeadResult.Classification;
import io.facet.domain.face.HeadResult.Identity;
import io.facet.domain.face.HeadResult.Quality;
import io.facet.domain.face.HeadTask;

/**
 * The running weighted mean of one head over a track. Immutable. Landmarks and parsing have none: they belong to a
 * frame.
 */
sealed interface HeadMean {

    /** The head. */
    HeadTask task();

    /** With one more result of the same head. */
    HeadMean plus(HeadResult result, double weight);

    /** The mean; empty where it does not exist. */
    Optional<HeadResult> mean();

    /** The mean of a single result; empty for heads that are not averaged. */
    static Optional<HeadMean> of(HeadResult result, double weight) {
        return switch (result.task()) {
            case LANDMARKS, PARSING -> Optional.empty();
            case AGE -> Optional.of(new AgeMean(0, 0).plus(result, weight));
            case ATTRIBUTES, GENDER, EXPRESSION, GROUP ->
                Optional.of(new ProbabilityMean(result.task(), 0, Map.of()).plus(result, weight));
            case IDENTITY ->
                Optional.of(new IdentityMean(new double[((Identity) result).embedding().length]).plus(result, weight));
            case QUALITY -> Optional.of(new QualityMean(0, 0).plus(result, weight));
        };
    }

    /**
     * Mean age.
     *
     * @param weight sum of the weights
     * @param sum weighted sum of the years
     */
    record AgeMean(double weight, double sum) implements HeadMean {
        @Override
        public HeadTask task() {
            return HeadTask.AGE;
        }

        @Override
        public HeadMean plus(HeadResult result, double w) {
            return new AgeMean(weight + w, sum + w * ((Age) result).years());
        }

        @Override
        public Optional<HeadResult> mean() {
            return Optional.of(new Age(sum / weight));
        }
    }

    /**
     * Mean quality.
     *
     * @param weight sum of the weights
     * @param sum weighted sum of the qualities
     */
    record QualityMean(double weight, double sum) implements HeadMean {
        @Override
        public HeadTask task() {
            return HeadTask.QUALITY;
        }

        @Override
        public HeadMean plus(HeadResult result, double w) {
            return new QualityMean(weight + w, sum + w * ((Quality) result).value());
        }

        @Override
        public Optional<HeadResult> mean() {
            return Optional.of(new Quality(sum / weight));
        }
    }

    /**
     * Mean probabilities of attributes or of exclusive classes.
     *
     * @param task the head
     * @param weight sum of the weights
     * @param sums weighted sums of the probabilities by name, in the bundle's order
     */
    record ProbabilityMean(HeadTask task, double weight, Map<String, Double> sums) implements HeadMean {
        @Override
        public HeadMean plus(HeadResult result, double w) {
            Map<String, Double> next = new LinkedHashMap<>(sums);
            probabilities(result).forEach((name, p) -> next.merge(name, w * p, Double::sum));
            return new ProbabilityMean(task, weight + w, Collections.unmodifiableMap(next));
        }

        @Override
        public Optional<HeadResult> mean() {
            Map<String, Double> means = new LinkedHashMap<>();
            sums.forEach((name, sum) -> means.put(name, sum / weight));
            if (task == HeadTask.ATTRIBUTES) {
                return Optional.of(new Attributes(means));
            }
            return likeliest(means).map(label -> new Classification(task, label, means));
        }

        private static Map<String, Double> probabilities(HeadResult result) {
            return result instanceof Attributes attributes
                    ? attributes.probabilities()
                    : ((Classification) result).probabilities();
        }

        // The first of equals, so that the label does not depend on anything but the bundle's order.
        private static Optional<String> likeliest(Map<String, Double> means) {
            String best = null;
            for (Map.Entry<String, Double> entry : means.entrySet()) {
                if (best == null || entry.getValue() > means.get(best)) {
                    best = entry.getKey();
                }
            }
            return Optional.ofNullable(best);
        }
    }

    /**
     * Mean embedding, scaled to unit length. It does not exist where embeddings cancel out.
     *
     * @param sum weighted sum of the unit embeddings; not to be changed
     */
    record IdentityMean(double[] sum) implements HeadMean {
        @Override
        public HeadTask task() {
            return HeadTask.IDENTITY;
        }

        @Override
        public HeadMean plus(HeadResult result, double w) {
            float[] embedding = ((Identity) result).embedding();
            if (embedding.length != sum.length) {
                throw new IllegalStateException(
                        "expected an embedding of %d numbers, got %d".formatted(sum.length, embedding.length));
            }
            double[] next = sum.clone();
            for (int i = 0; i < next.length; i++) {
                next[i] += w * embedding[i];
            }
            return new IdentityMean(next);
        }

        @Override
        public Optional<HeadResult> mean() {
            double squares = 0;
            for (double value : sum) {
                squares += value * value;
            }
            if (squares == 0) {
                return Optional.empty();
            }
            double length = Math.sqrt(squares);
            float[] unit = new float[sum.length];
            for (int i = 0; i < unit.length; i++) {
                unit[i] = (float) (sum[i] / length);
            }
            return Optional.of(new Identity(unit));
        }
    }
}
