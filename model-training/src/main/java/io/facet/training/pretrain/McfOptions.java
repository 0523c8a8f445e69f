package io.facet.training.pretrain;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

import io.facet.training.network.ContrastHead;
import io.facet.training.network.VitSettings;

/**
 * What MCF's pre-training consists of (§3.3–3.4, §4.2).
 *
 * @param encoder shape of the encoder that is trained
 * @param target shape of M₁, the frozen pre-trained ViT; it takes images of the encoder's size and normalisation
 * @param decoder M₀
 * @param maskRatio share of patches the encoder does not see: 0.75
 * @param featureForm of Eq. 5
 * @param featureLayers blocks of M₁, from 1, whose outputs are compared
 * @param featureWeight of that loss; 1000 in the code, none in the paper
 * @param contrast the contrastive branch, weight 1, or none
 * @param fixedPositions positions stay sines and cosines, as in MAE
 * @param checkpointed the encoder forgets what is inside its blocks and computes it again for the gradient
 */
public record McfOptions(
        VitSettings encoder,
        VitSettings target,
        Decoder decoder,
        double maskRatio,
        FeatureMapLoss.Form featureForm,
        SortedSet<Integer> featureLayers,
        double featureWeight,
        Optional<Contrast> contrast,
        boolean fixedPositions,
        boolean checkpointed) {

    /**
     * M₀.
     *
     * @param width of its tokens
     * @param layers number of its blocks: 2 in the paper, 8 in the published command
     * @param heads of its attention
     */
    public record Decoder(int width, int layers, int heads) {
        /** The paper's width and depth, the code's heads. */
        public static Decoder standard() {
            return new Decoder(512, 2, 16);
        }
    }

    /**
     * The contrastive branch.
     *
     * @param feature what is contrasted
     * @param hidden width inside the heads; 4096 in the code
     * @param size of queries and keys: 256
     * @param batchNorm whether the heads have batch norms, as in the code
     * @param temperature τ; 0.2 in the code, none in the paper
     * @param form of Eq. 6
     * @param momentum of the teacher's average, which moves once per update, however many passes are behind it; 0.99 in the
     *     published command
     */
    public record Contrast(
            Feature feature,
            int hidden,
            int size,
            boolean batchNorm,
            double temperature,
            MomentumContrastLoss.Form form,
            double momentum) {
        public Contrast {
            if (!(temperature > 0)) {
                throw new IllegalArgumentException("the temperature is above 0, found " + temperature);
            }
        }

        /** The code's. */
        public static Contrast standard() {
            return new Contrast(Feature.CLASS_TOKEN, 4096, 256, true, 0.2, MomentumContrastLoss.Form.CODE, 0.99);
        }

        ContrastHead.Norm headNorm() {
            return batchNorm ? ContrastHead.Norm.BOTH : ContrastHead.Norm.NONE;
        }

        ContrastHead.Norm projectorNorm() {
            return batchNorm ? ContrastHead.Norm.HIDDEN : ContrastHead.Norm.NONE;
        }
    }

    /** What stands for an image in the contrastive branch (§4.5). */
    public enum Feature {
        /** The class token. */
        CLASS_TOKEN,
        /** The mean of the visible patch tokens. The paper contrasts patch tokens but does not say how. */
        PATCH_TOKENS
    }

    public McfOptions {
        featureLayers = Collections.unmodifiableSortedSet(new TreeSet<>(featureLayers));
        if (target.imageSize() != encoder.imageSize()) {
            throw new IllegalArgumentException("the target network takes images of the encoder's " + encoder.imageSize()
                    + " pixels, found " + target.imageSize());
        }
        if (featureLayers.isEmpty() || featureLayers.first() < 1 || featureLayers.last() > target.layers()) {
            throw new IllegalArgumentException(
                    "feature layers are from 1 to " + target.layers() + ", found " + featureLayers);
        }
        int kept = kept(encoder, maskRatio);
        if (kept < 1 || kept >= encoder.patches()) {
            throw new IllegalArgumentException("a mask ratio of " + maskRatio + " keeps " + kept + " of "
                    + encoder.patches() + " patches; expected at least one kept and one masked");
        }
    }

    /** The code's options, with the paper's decoder of 2 layers. */
    public static McfOptions of(VitSettings encoder, VitSettings target) {
        return new McfOptions(
                encoder,
                target,
                Decoder.standard(),
                0.75,
                FeatureMapLoss.Form.CODE,
                quarters(target.layers()),
                1000,
                Optional.of(Contrast.standard()),
                true,
                false);
    }

    /** The last block of each quarter of a network: 3, 6, 9 and 12 of 12. */
    public static SortedSet<Integer> quarters(int layers) {
        SortedSet<Integer> quarters = new TreeSet<>();
        for (int quarter = 1; quarter <= 4; quarter++) {
            quarters.add(Math.max(1, layers * quarter / 4));
        }
        return quarters;
    }

    /** Patches of each image that the encoder sees. */
    public int kept() {
        return kept(encoder, maskRatio);
    }

    /** Rounded down, as in MAE. */
    private static int kept(VitSettings encoder, double maskRatio) {
        return (int) (encoder.patches() * (1 - maskRatio));
    }
}
