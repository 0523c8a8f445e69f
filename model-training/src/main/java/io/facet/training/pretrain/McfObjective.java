package io.facet.training.pretrain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.facet.training.network.ContrastHead;
import io.facet.training.network.PseudoImageDecoder;
import io.facet.training.network.VisionTransformer;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.Shape;

/**
 * MCF's pre-training (§3.3–3.4): from a quarter of the patches, a pseudo image whose features in a frozen network M₁ are
 * those of the image (Eq. 5); and two masks of one image, seen by the encoder and by an averaged teacher, as a positive
 * pair (Eq. 6).
 *
 * <p>Inputs: {@code image [B, 3, S, S]}, normalised RGB; with N patches of which k are kept, {@code keptBase}, int64 {@code
 * [B·k]}: the encoder's patches as b·N + patch; {@code restoreBase}, int64 {@code [B·N]}, see {@link
 * PseudoImageDecoder#decode}; with contrast {@code keptOnline}, int64 {@code [B·k]}: the teacher's patches.
 *
 * <p>Parameters: {@code encoder.}, {@code decoder.} (M₀), {@code target.} (M₁, frozen), {@code head.} and {@code
 * projector.}, {@code teacher.} and {@code teacherHead.} (averages, frozen). The paper calls the teacher the online
 * encoder; the code calls the trained one so.
 *
 * <p>Outputs: {@code loss = weight · features + contrast}, {@code features}, {@code contrast}.
 */
public record McfObjective(McfOptions options) implements Objective {
    private static final String ENCODER = "encoder";
    private static final String DECODER = "decoder";
    private static final String TEACHER = "teacher";
    private static final String HEAD = "head";
    private static final String TEACHER_HEAD = "teacherHead";
    private static final String TARGET = "target";

    @Override
    public Map<String, Shape> inputs() {
        Map<String, Shape> inputs = new LinkedHashMap<>();
        long side = options.encoder().imageSize();
        inputs.put("image", Shape.of(Shape.ANY, 3, side, side));
        inputs.put("keptBase", Shape.of(Shape.ANY));
        inputs.put("restoreBase", Shape.of(Shape.ANY));
        if (options.contrast().isPresent()) {
            inputs.put("keptOnline", Shape.of(Shape.ANY));
        }
        return inputs;
    }

    @Override
    public List<String> frozen() {
        List<String> frozen = new ArrayList<>(List.of(TARGET + ".", TEACHER + ".", TEACHER_HEAD + "."));
        if (options.fixedPositions()) {
            frozen.add(ENCODER + ".positions");
            frozen.add(DECODER + ".positions");
        }
        return frozen;
    }

    @Override
    public List<MovingAverage> movingAverages() {
        return options.contrast()
                .map(contrast -> List.of(
                        new MovingAverage(TEACHER + ".", ENCODER + ".", contrast.momentum()),
                        new MovingAverage(TEACHER_HEAD + ".", HEAD + ".", contrast.momentum())))
                .orElse(List.of());
    }

    @Override
    public <T> Map<String, T> apply(Ops<T> ops, Map<String, T> inputs) {
        T image = inputs.get("image");
        T latent = latent(ops, ENCODER, image, inputs.get("keptBase"));
        T pseudo = decoder().decode(ops, latent, inputs.get("restoreBase"));
        T features =
                FeatureMapLoss.of(ops, targetFeatures(ops, pseudo), targetFeatures(ops, image), options.featureForm());
        Map<String, T> outputs = new LinkedHashMap<>();
        T weighted = ops.multiply(features, options.featureWeight());
        if (options.contrast().isEmpty()) {
            outputs.put(LOSS, weighted);
            outputs.put("features", features);
            return outputs;
        }
        T contrast = contrast(
                ops, image, latent, inputs.get("keptOnline"), options.contrast().get());
        outputs.put(LOSS, ops.add(weighted, contrast));
        outputs.put("features", features);
        outputs.put("contrast", contrast);
        return outputs;
    }

    private PseudoImageDecoder decoder() {
        McfOptions.Decoder decoder = options.decoder();
        return new PseudoImageDecoder(DECODER, options.encoder(), decoder.width(), decoder.layers(), decoder.heads());
    }

    /** The normed tokens of the patches that are seen, {@code [B, 1+k, W]}. */
    private <T> T latent(Ops<T> ops, String name, T image, T kept) {
        VisionTransformer encoder = new VisionTransformer(name, options.encoder(), options.checkpointed());
        T tokens = encoder.keptTokens(ops, encoder.patches(ops, image), kept, options.kept());
        return encoder.norm(ops, encoder.blocks(ops, tokens));
    }

    private <T> List<T> targetFeatures(Ops<T> ops, T image) {
        VisionTransformer target = new VisionTransformer(TARGET, options.target());
        return target.features(ops, target.tokens(ops, target.patches(ops, image)), options.featureLayers());
    }

    private <T> T contrast(Ops<T> ops, T image, T latent, T keptOnline, McfOptions.Contrast contrast) {
        int width = options.encoder().width();
        int size = contrast.size();
        ContrastHead head = new ContrastHead(HEAD, width, contrast.hidden(), size, contrast.headNorm());
        ContrastHead projector = new ContrastHead("projector", size, contrast.hidden(), size, contrast.projectorNorm());
        T queries = projector.apply(ops, head.apply(ops, feature(ops, latent, contrast.feature())));
        T seen = ops.stopGradient(latent(ops, TEACHER, image, keptOnline));
        ContrastHead teacherHead = new ContrastHead(TEACHER_HEAD, width, contrast.hidden(), size, contrast.headNorm());
        T keys = teacherHead.apply(ops, feature(ops, seen, contrast.feature()));
        return MomentumContrastLoss.of(ops, queries, keys, contrast.temperature(), contrast.form());
    }

    private <T> T feature(Ops<T> ops, T latent, McfOptions.Feature feature) {
        VisionTransformer encoder = new VisionTransformer(ENCODER, options.encoder());
        return feature == McfOptions.Feature.CLASS_TOKEN
                ? encoder.classToken(ops, latent)
                : encoder.patchMean(ops, latent);
    }
}
