package io.facet.training.weights;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import net.razorvine.pickle.Opcodes;
import net.razorvine.pickle.PickleException;
import net.razorvine.pickle.PickleUtils;
import net.razorvine.pickle.Unpickler;

/**
 * Reads the pickles of PyTorch checkpoints: dictionaries keep their order, tensors become {@link PickledTensor}, classes
 * that are not known become {@link PickledObject}. Lengths are checked against the bytes that are left.
 */
final class CheckpointUnpickler extends Unpickler {
    private final Map<String, PickledTensor.Storage> storages = new LinkedHashMap<>();

    /**
     * Reads the pickle that comes next.
     *
     * @throws PickleException if it is damaged, or uses what checkpoints do not
     * @throws IOException if it cannot be read, or ends early
     */
    Object load(PickleInput from) throws IOException {
        try {
            memo.clear(); // A legacy file holds several pickles, each with a memo of its own.
            return super.load(from);
        } catch (PickleException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            // A damaged pickle has the library cast and pop what is not there.
            throw new PickleException("damaged pickle after " + from.taken() + " bytes: " + e, e);
        }
    }

    /** Every whole storage that was named, by its key. */
    Map<String, PickledTensor.Storage> storages() {
        return storages;
    }

    @Override
    protected Object dispatch(short opcode) throws IOException {
        switch (opcode) {
            case Opcodes.GLOBAL -> stack.add(global(PickleUtils.readline(input), PickleUtils.readline(input)));
            case Opcodes.STACK_GLOBAL -> {
                String name = (String) stack.pop();
                stack.add(global((String) stack.pop(), name));
            }
            case Opcodes.INST -> {
                PickledGlobal type = global(PickleUtils.readline(input), PickleUtils.readline(input));
                stack.add(type.construct(stack.pop_all_since_marker().toArray()));
            }
            case Opcodes.REDUCE, Opcodes.NEWOBJ -> {
                Object[] arguments = (Object[]) stack.pop();
                stack.add(call(stack.pop(), arguments));
            }
            case Opcodes.NEWOBJ_EX -> {
                stack.pop();
                Object[] arguments = (Object[]) stack.pop();
                stack.add(call(stack.pop(), arguments));
            }
            case Opcodes.OBJ -> {
                List<Object> items = stack.pop_all_since_marker();
                stack.add(call(items.get(0), items.subList(1, items.size()).toArray()));
            }
            case Opcodes.BUILD -> build(stack.pop());
            case Opcodes.EMPTY_DICT -> stack.add(new LinkedHashMap<>());
            case Opcodes.DICT -> {
                List<Object> items = stack.pop_all_since_marker();
                stack.add(new LinkedHashMap<>());
                setItems(items);
            }
            case Opcodes.SETITEM -> {
                Object value = stack.pop();
                setItems(Arrays.asList(stack.pop(), value));
            }
            case Opcodes.SETITEMS -> setItems(stack.pop_all_since_marker());
            case Opcodes.APPEND -> addItems(Collections.singletonList(stack.pop()));
            case Opcodes.APPENDS, Opcodes.ADDITEMS -> addItems(stack.pop_all_since_marker());
            default -> {
                requireLength(opcode);
                return super.dispatch(opcode);
            }
        }
        return NO_RETURN_VALUE;
    }

    private void requireLength(short opcode) throws IOException {
        int bytes = switch (opcode) {
            case Opcodes.BINSTRING, Opcodes.BINUNICODE, Opcodes.BINBYTES, Opcodes.LONG4 -> Integer.BYTES;
            case Opcodes.BINUNICODE8, Opcodes.BINBYTES8, Opcodes.BYTEARRAY8 -> Long.BYTES;
            default -> 0;
        };
        if (bytes > 0) {
            PickleInput from = (PickleInput) input;
            long length = from.peekLength(bytes);
            if (length < 0 || length > from.left() - bytes) {
                throw new PickleException(
                        "expected a length of at most " + (from.left() - bytes) + ", found " + length);
            }
        }
    }

    private static PickledGlobal global(String module, String name) {
        return new PickledGlobal(module + "." + name);
    }

    private static Object call(Object function, Object[] arguments) {
        return function instanceof PickledGlobal global
                ? global.construct(arguments)
                : new PickledObject(String.valueOf(function));
    }

    private void build(Object state) {
        if (stack.peek() instanceof PickledObject object) {
            object.setState(state);
        }
        // Else the attributes of a dictionary, PyTorch's _metadata: versions of modules, no weights.
    }

    private void setItems(List<Object> items) {
        Object target = stack.peek();
        for (int i = 0; i + 1 < items.size(); i += 2) {
            if (target instanceof Map<?, ?>) {
                @SuppressWarnings("unchecked")
                Map<Object, Object> map = (Map<Object, Object>) target;
                map.put(items.get(i), items.get(i + 1));
            } else if (target instanceof PickledObject object) {
                object.attributes().put(String.valueOf(items.get(i)), items.get(i + 1));
            } else {
                throw new PickleException("expected a dictionary to put items into, found " + target);
            }
        }
    }

    private void addItems(List<Object> items) {
        Object target = stack.peek();
        if (target instanceof Collection<?>) {
            @SuppressWarnings("unchecked")
            Collection<Object> collection = (Collection<Object>) target;
            collection.addAll(items);
        } else if (target instanceof PickledObject object) {
            Object former = object.attributes().computeIfAbsent("items", key -> new ArrayList<>());
            addTo(former, items);
        } else {
            throw new PickleException("expected a list to add items to, found " + target);
        }
    }

    @SuppressWarnings("unchecked")
    private static void addTo(Object list, List<Object> items) {
        ((List<Object>) list).addAll(items);
    }

    /** {@code ("storage", type, key, device, elements[, view])}, or {@code ("module", type, …)} of an old whole module. */
    @Override
    protected Object persistentLoad(Object id) {
        if (!(id instanceof Object[] parts) || parts.length < 2) {
            throw new PickleException("expected a storage, found " + id);
        }
        if ("module".equals(parts[0])) {
            return parts[1];
        }
        if (!"storage".equals(parts[0]) || parts.length < 5 || !(parts[1] instanceof PickledGlobal type)) {
            throw new PickleException("expected a storage, found " + parts[0]);
        }
        String key = String.valueOf(parts[2]);
        String simpleType = type.name().substring(type.name().lastIndexOf('.') + 1);
        PickledTensor.Storage whole = new PickledTensor.Storage(simpleType, key, 0, PickledGlobal.number(parts[4]));
        storages.put(key, whole);
        if (parts.length > 5 && parts[5] instanceof Object[] view) {
            return new PickledTensor.Storage(
                    simpleType, key, PickledGlobal.number(view[1]), PickledGlobal.number(view[2]));
        }
        return whole;
    }
}
