package dev.windtunnel.mesh;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A range of addresses: {@code 10.1.0.0/16}, or one address, of IPv4 or IPv6.
 *
 * @param bytes its first address
 * @param prefix so many leading bits are common to all
 */
public record IpBlock(byte[] bytes, int prefix) {

    /** Whether a text is a range or an address. */
    public static boolean isBlock(String text) {
        return parse(text) != null;
    }

    /** The range that a text says; null when it says none. */
    public static @Nullable IpBlock parse(String text) {
        int slash = text.indexOf('/');
        byte[] address = address(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            return null;
        }
        int bits = 8 * address.length;
        int prefix = bits;
        if (slash >= 0) {
            String length = text.substring(slash + 1);
            if (!length.matches("[0-9]{1,3}") || Integer.parseInt(length) > bits) {
                return null;
            }
            prefix = Integer.parseInt(length);
        }
        return new IpBlock(address, prefix);
    }

    /** Whether an address is in the range. */
    public boolean contains(String text) {
        byte[] address = address(text);
        if (address == null || address.length != bytes.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 0x80 >> bit % 8;
            if ((address[bit / 8] & mask) != (bytes[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    private static byte @Nullable [] address(String text) {
        return text.indexOf(':') >= 0 ? version6(text) : version4(text);
    }

    private static byte @Nullable [] version4(String text) {
        String[] parts = text.split("\\.", -1);
        byte[] bytes = new byte[4];
        if (parts.length != bytes.length) {
            return null;
        }
        for (int i = 0; i < bytes.length; i++) {
            if (!parts[i].matches("[0-9]{1,3}") || Integer.parseInt(parts[i]) > 255) {
                return null;
            }
            bytes[i] = (byte) Integer.parseInt(parts[i]);
        }
        return bytes;
    }

    private static byte @Nullable [] version6(String text) {
        int gap = text.indexOf("::");
        if (gap != text.lastIndexOf("::")) {
            return null;
        }
        List<Integer> head = groups(gap < 0 ? text : text.substring(0, gap));
        List<Integer> tail = gap < 0 ? List.of() : groups(text.substring(gap + 2));
        int written = head == null || tail == null ? -1 : head.size() + tail.size();
        if (head == null || tail == null || (gap < 0 ? written != 8 : written > 7)) {
            return null;
        }
        byte[] bytes = new byte[16];
        for (int i = 0; i < head.size(); i++) {
            put(bytes, i, head.get(i));
        }
        for (int i = 0; i < tail.size(); i++) {
            put(bytes, 8 - tail.size() + i, tail.get(i));
        }
        return bytes;
    }

    private static void put(byte[] bytes, int group, int value) {
        bytes[2 * group] = (byte) (value >> 8);
        bytes[2 * group + 1] = (byte) value;
    }

    private static @Nullable List<Integer> groups(String text) {
        List<Integer> groups = new ArrayList<>();
        for (String part : text.isEmpty() ? new String[0] : text.split(":", -1)) {
            if (!part.matches("[0-9a-fA-F]{1,4}")) {
                return null;
            }
            groups.add(Integer.parseInt(part, 16));
        }
        return groups;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof IpBlock block && prefix == block.prefix && Arrays.equals(bytes, block.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(bytes) + prefix;
    }
}
