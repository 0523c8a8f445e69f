package io.facet.training.pretrain;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.facet.training.engine.Learner;
import io.facet.training.network.DiscreteVae;
import io.facet.training.network.DiscreteVaeSettings;
import io.facet.training.network.MaskedImageHead;
import io.facet.training.network.Projection;
import io.facet.training.network.TextEncoder;
import io.facet.training.network.VisionTransformer;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Initialization;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.ParameterSpec;
import io.facet.training.tensor.Shape;

/**
 * FaRL's pre-training (§3.2–3.4): image-text contrast on the whole image (Eq. 1) and masked image modelling on the masked
 * one (Eq. 2 and 3), with one image encoder.
 *
 * <p>Inputs: {@code image [B, 3, S, S]}, normalised RGB; with contrast {@code tokens}, int64 {@code [B, context]}; with
 * masks {@code mask [B, N, 1]}, 1 where a patch is masked, and {@code masked}, int64 {@code [K]}, the same patches as b·N +
 * patch. Visual tokens come from the frozen network under {@code tokenizer.}, which sees the same image, averaged down to
 * its size.
 *
 * <p>Outputs: {@code loss = itc + weight · mim}, {@code itc}, {@code itc.image} (L_I), {@code itc.text} (L_T), {@code
 * temperature} (σ), {@code mim}.
 */
public record FarlObjective(FarlOptions options) implements Objective {
    private static final String ENCODER = "encoder";
    private static final String TOKENIZER = "tokenizer";
    /** The largest 1/σ, as in CLIP. */
    private static final double MOST_SCALE = 100;

    private static final String LOG_SCALE = "temperature.logScale";

    @Override
    public Map<String, Shape> inputs() {
        Map<String, Shape> inputs = new LinkedHashMap<>();
        long side = options.image().imageSize();
        inputs.put("image", Shape.of(Shape.ANY, 3, side, side));
        if (options.contrast()) {
            inputs.put("tokens", Shape.of(Shape.ANY, options.text().context()));
        }
        if (options.masked().isPresent()) {
            inputs.put("mask", Shape.of(Shape.ANY, options.image().patches(), 1));
            inputs.put("masked", Shape.of(Shape.ANY));
        }
        return inputs;
    }

    @Override
    public List<String> frozen() {
        return options.masked().isPresent() ? List.of(TOKENIZER + ".") : List.of();
    }

    /** The bound is on the parameter, not in the forward pass: there it would end its gradient, and it never came back. */
    @Override
    public <T> void afterUpdate(Learner<T> learner) {
        if (options.contrast()) {
            learner.limit(LOG_SCALE, Math.log(MOST_SCALE));
        }
    }

    @Override
    public <T> Map<String, T> apply(Ops<T> ops, Map<String, T> inputs) {
        T patches = encoder().patches(ops, inputs.get("image"));
        Map<String, T> parts = new LinkedHashMap<>();
        if (options.contrast()) {
            contrast(ops, patches, inputs.get("tokens"), parts);
        }
        options.masked().ifPresent(masked -> parts.put("mim", masked(ops, patches, inputs, masked)));
        Map<String, T> outputs = new LinkedHashMap<>();
        outputs.put(LOSS, total(ops, parts));
        outputs.putAll(parts);
        return outputs;
    }

    private <T> T total(Ops<T> ops, Map<String, T> parts) {
        if (options.masked().isEmpty()) {
            return parts.get("itc");
        }
        T mim = ops.multiply(parts.get("mim"), options.masked().get().weight());
        return options.contrast() ? ops.add(parts.get("itc"), mim) : mim;
    }

    private VisionTransformer encoder() {
        return new VisionTransformer(ENCODER, options.image(), options.checkpointed());
    }

    private <T> void contrast(Ops<T> ops, T patches, T tokens, Map<String, T> parts) {
        T scale = scale(ops);
        ContrastiveLoss.Directions<T> losses =
                ContrastiveLoss.of(ops, imageEmbedding(ops, patches), textEmbedding(ops, tokens), scale);
        parts.put("itc", losses.loss());
        parts.put("itc.image", losses.image());
        parts.put("itc.text", losses.text());
        parts.put("temperature", ops.sum(ops.divide(ops.constant(HostTensor.Floats.scalar(1)), scale), false, 0));
    }

    private <T> T imageEmbedding(Ops<T> ops, T patches) {
        T feature = encoder().classFeature(ops, patches);
        return new Projection("projection.image", options.image().width(), options.embedding()).apply(ops, feature);
    }

    private <T> T textEmbedding(Ops<T> ops, T tokens) {
        T feature = new TextEncoder("text", options.text(), options.checkpointed()).encode(ops, tokens);
        return new Projection("projection.text", options.text().width(), options.embedding()).apply(ops, feature);
    }

    /** 1/σ, {@code [1]}. */
    private <T> T scale(Ops<T> ops) {
        double start = Math.log(1 / options.temperature());
        return ops.exp(ops.parameter(new ParameterSpec(LOG_SCALE, Shape.of(1), new Initialization.Constant(start))));
    }

    private <T> T masked(Ops<T> ops, T patches, Map<String, T> inputs, MaskedImageOptions masked) {
        VisionTransformer encoder = encoder();
        MaskedImageHead head = new MaskedImageHead(
                "mim", options.image(), masked.layers(), masked.tokenizer().vocabulary());
        T mask = inputs.get("mask");
        T places = inputs.get("masked");
        T tokens = encoder.tokens(ops, head.masked(ops, patches, mask));
        T logits = head.logits(ops, encoder.blocks(ops, tokens), places);
        T visual = ops.gatherRows(visualTokens(ops, inputs.get("image"), masked.tokenizer()), places);
        return MaskedTokenLoss.of(ops, logits, visual, mask, masked.reduction());
    }

    /** int64 {@code [B·N]}. */
    private <T> T visualTokens(Ops<T> ops, T image, DiscreteVaeSettings tokenizer) {
        int side = tokenizer.imageSize();
        int factor = options.image().imageSize() / side;
        T small = image;
        if (factor > 1) {
            small = ops.mean(ops.reshape(image, -1, 3, side, factor, side, factor), false, 3, 5);
        }
        return ops.reshape(new DiscreteVae(TOKENIZER, tokenizer).tokens(ops, small), -1);
    }
}
