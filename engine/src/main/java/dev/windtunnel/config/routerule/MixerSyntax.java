package dev.windtunnel.config.routerule;

import dev.windtunnel.mesh.MixerExpression;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads expressions of Mixer 0.1; they are expressions of Go with {@code |} for defaults. */
final class MixerSyntax {

    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(?:(?<text>\"(?:[^\"\\\\]|\\\\.)*\"|`[^`]*`)|(?<number>-?[0-9][0-9.]*)"
                    + "|(?<name>[A-Za-z_][A-Za-z0-9_]*(?:\\.[A-Za-z_][A-Za-z0-9_]*)*)|(?<sign>==|!=|&&|\\|\\||[|()\\[\\]]))");

    private final String source;
    private int at;
    /** The token in hand; empty at the end. */
    private String token = "";

    private String kind = "";

    private MixerSyntax(String source) {
        this.source = source;
    }

    /**
     * The expression of a text.
     *
     * @throws IllegalArgumentException when it is none that is simulated; the message says why
     */
    static MixerExpression parse(String text) {
        MixerSyntax syntax = new MixerSyntax(text);
        syntax.next();
        MixerExpression expression = syntax.or();
        if (!syntax.token.isEmpty()) {
            throw new IllegalArgumentException("\"" + syntax.token + "\" is not expected there");
        }
        return expression;
    }

    private void next() {
        if (source.substring(at).isBlank()) {
            token = "";
            kind = "end";
            return;
        }
        Matcher matcher = TOKEN.matcher(source).region(at, source.length());
        if (!matcher.lookingAt()) {
            throw new IllegalArgumentException("\"" + source.substring(at).strip()
                    + "\" cannot be read: there are attributes, texts, numbers," + " ==, !=, &&, || and |");
        }
        at = matcher.end();
        for (String each : new String[] {"text", "number", "name", "sign"}) {
            if (matcher.group(each) != null) {
                kind = each;
                token = matcher.group(each);
            }
        }
    }

    private boolean takes(String sign) {
        if (kind.equals("sign") && token.equals(sign)) {
            next();
            return true;
        }
        return false;
    }

    private void wants(String sign) {
        if (!takes(sign)) {
            throw new IllegalArgumentException(
                    "wanted " + sign + (token.isEmpty() ? " at the end" : " before " + token));
        }
    }

    private MixerExpression or() {
        MixerExpression left = and();
        while (takes("||")) {
            left = new MixerExpression.Or(left, and());
        }
        return left;
    }

    private MixerExpression and() {
        MixerExpression left = equal();
        while (takes("&&")) {
            left = new MixerExpression.And(left, equal());
        }
        return left;
    }

    private MixerExpression equal() {
        MixerExpression left = otherwise();
        if (takes("==")) {
            return new MixerExpression.Equal(left, otherwise(), false);
        }
        return takes("!=") ? new MixerExpression.Equal(left, otherwise(), true) : left;
    }

    private MixerExpression otherwise() {
        MixerExpression left = operand();
        while (takes("|")) {
            left = new MixerExpression.Otherwise(left, operand());
        }
        return left;
    }

    private MixerExpression operand() {
        if (takes("(")) {
            MixerExpression inner = or();
            wants(")");
            return inner;
        }
        String word = token;
        switch (kind) {
            case "text" -> {
                next();
                return new MixerExpression.Literal(unquoted(word));
            }
            case "number" -> {
                next();
                return new MixerExpression.Literal(word);
            }
            case "name" -> {
                next();
                return name(word);
            }
            default ->
                throw new IllegalArgumentException(
                        word.isEmpty() ? "something is missing at the end" : "\"" + word + "\" is not expected there");
        }
    }

    private MixerExpression name(String name) {
        if (name.equals("true") || name.equals("false")) {
            return new MixerExpression.Literal(name);
        }
        if (takes("[")) {
            if (!kind.equals("text")) {
                throw new IllegalArgumentException("wanted a text between [ and ] behind " + name);
            }
            String key = unquoted(token);
            next();
            wants("]");
            return new MixerExpression.Item(name, key);
        }
        if (kind.equals("sign") && token.equals("(")) {
            throw new IllegalArgumentException("functions such as " + name + "() are not simulated");
        }
        return new MixerExpression.Attribute(name);
    }

    private static String unquoted(String text) {
        String inner = text.substring(1, text.length() - 1);
        return text.charAt(0) == '`' ? inner : inner.replaceAll("\\\\(.)", "$1");
    }
}
