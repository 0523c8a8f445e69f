package io.facet.training.weights;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import net.razorvine.pickle.IObjectConstructor;
import net.razorvine.pickle.PickleException;

/**
 * A class or function that a pickle names. The few that make up a checkpoint are known here; calling any other gives a
 * {@link PickledObject}, so that no name in a file, {@code os.system} included, ever runs anything.
 *
 * @param name with its module, for example {@code torch._utils._rebuild_tensor_v2}
 */
record PickledGlobal(String name) implements IObjectConstructor {
    static final String REBUILD = "torch._utils._rebuild_";

    @Override
    public Object construct(Object[] arguments) {
        return switch (name) {
            case "collections.OrderedDict", "builtins.dict", "__builtin__.dict" -> dictionary(arguments);
            case "collections.defaultdict" -> new LinkedHashMap<>();
            case REBUILD + "tensor", REBUILD + "tensor_v2" -> tensor(arguments);
            case REBUILD + "parameter",
                    REBUILD + "parameter_with_state",
                    "torch.Size",
                    "torch.jit._pickle.restore_type_tag",
                    "torch.jit._pickle.build_intlist",
                    "torch.jit._pickle.build_doublelist",
                    "torch.jit._pickle.build_boollist",
                    "torch.jit._pickle.build_tensorlist" -> argument(arguments, 0);
            case "torch._tensor._rebuild_from_type_v2" -> rebuild(arguments);
            // How Python 3 writes bytes for Python 2.
            case "_codecs.encode" -> String.valueOf(argument(arguments, 0)).getBytes(StandardCharsets.ISO_8859_1);
            default -> new PickledObject(name);
        };
    }

    private static Map<Object, Object> dictionary(Object[] arguments) {
        Map<Object, Object> dictionary = new LinkedHashMap<>();
        if (arguments.length > 0 && arguments[0] instanceof List<?> pairs) {
            for (Object pair : pairs) {
                Object[] entry = pair instanceof List<?> list ? list.toArray() : (Object[]) pair;
                dictionary.put(entry[0], entry[1]);
            }
        }
        return dictionary;
    }

    /** {@code (storage, offset, size, stride, …)}. */
    private PickledTensor tensor(Object[] arguments) {
        if (!(argument(arguments, 0) instanceof PickledTensor.Storage storage)) {
            throw new PickleException("expected a storage for " + name + ", found " + argument(arguments, 0));
        }
        return new PickledTensor(
                storage,
                number(argument(arguments, 1)),
                numbers(argument(arguments, 2)),
                numbers(argument(arguments, 3)));
    }

    /** {@code (function, type, arguments, state)}: a tensor of a subclass; what the subclass adds is dropped. */
    private Object rebuild(Object[] arguments) {
        if (argument(arguments, 0) instanceof PickledGlobal function
                && argument(arguments, 2) instanceof Object[] values
                && function.name.startsWith(REBUILD)) {
            return function.construct(values);
        }
        return new PickledObject(name);
    }

    private Object argument(Object[] arguments, int index) {
        if (index >= arguments.length) {
            throw new PickleException("expected argument " + index + " of " + name + ", found " + arguments.length);
        }
        return arguments[index];
    }

    static long number(Object value) {
        if (!(value instanceof Integer || value instanceof Long) || ((Number) value).longValue() < 0) {
            throw new PickleException("expected a number of 0 or more, found " + value);
        }
        return ((Number) value).longValue();
    }

    private static long[] numbers(Object value) {
        Object[] items = value instanceof List<?> list ? list.toArray() : (Object[]) value;
        long[] numbers = new long[items.length];
        for (int i = 0; i < items.length; i++) {
            numbers[i] = number(items[i]);
        }
        return numbers;
    }
}
