#include "ptx.h"

#include <cctype>

namespace standin {
namespace {
class Lexer {
  public:
    explicit Lexer(const std::string &text) : text(text) {}

    std::vector<Token> run()
    {
        for (skip(); at < text.size(); skip()) {
            next();
        }
        tokens.push_back({Token::END, line, "the end of the text", {}});
        return std::move(tokens);
    }

  private:
    const std::string &text;
    size_t at = 0;
    u32 line = 1;
    std::vector<Token> tokens;

    char peek(size_t ahead = 0) const { return at + ahead < text.size() ? text[at + ahead] : '\0'; }

    void skip()
    {
        while (at < text.size()) {
            if (text.compare(at, 2, "//") == 0) {
                at = std::min(text.find('\n', at), text.size());
            } else if (text.compare(at, 2, "/*") == 0) {
                const size_t end = std::min(text.find("*/", at), text.size() - 2) + 2;
                for (; at < end; at++) {
                    line += text[at] == '\n';
                }
            } else if (isspace((unsigned char)text[at])) {
                line += text[at++] == '\n';
            } else {
                return;
            }
        }
    }

    static bool in_word(char c) { return isalnum((unsigned char)c) || c == '_' || c == '$' || c == '%' || c == '.'; }

    void next()
    {
        const char c = peek();
        if (isdigit((unsigned char)c)) {
            number();
        } else if (c == '"') {
            const size_t end = std::min(text.find('"', at + 1), text.size() - 1);
            tokens.push_back({Token::TEXT, line, text.substr(at + 1, end - at - 1), {}});
            at = end + 1;
        } else if (in_word(c)) {
            word();
        } else {
            tokens.push_back({Token::SIGN, line, std::string(1, c), {}});
            at++;
        }
    }

    void word()
    {
        const size_t start = at;
        // `L2::128B` is one word, the colon behind a label is none of it
        while (in_word(peek()) || (peek() == ':' && peek(1) == ':')) {
            at += peek() == ':' ? 2 : 1;
        }
        tokens.push_back({Token::WORD, line, text.substr(start, at - start), {}});
    }

    void number()
    {
        const size_t start = at;
        while (isalnum((unsigned char)peek())) {
            at++;
        }
        if (peek() == '.' && isdigit((unsigned char)peek(1))) { // 9.0 of a version; no operand is written so
            for (at++; isdigit((unsigned char)peek());) {
                at++;
            }
        }
        Token token{Token::NUMBER, line, text.substr(start, at - start), {}};
        std::string digits = token.text;
        Operand &value = token.number;
        value.kind = Operand::INTEGER;
        if (digits.size() == 10 && (digits[1] == 'f' || digits[1] == 'F') && digits[0] == '0') {
            value.kind = Operand::FLOAT;
            value.bits = std::stoull(digits.substr(2), nullptr, 16);
        } else if (digits.size() == 18 && (digits[1] == 'd' || digits[1] == 'D') && digits[0] == '0') {
            value.kind = Operand::DOUBLE;
            value.bits = std::stoull(digits.substr(2), nullptr, 16);
        } else {
            if (digits.back() == 'U') {
                digits.pop_back();
            }
            const bool binary = digits.size() > 2 && (digits[1] == 'b' || digits[1] == 'B');
            value.bits = binary ? std::stoull(digits.substr(2), nullptr, 2) : std::stoull(digits, nullptr, 0);
        }
        tokens.push_back(std::move(token));
    }
};
} // namespace

std::vector<Token> tokens_of(const std::string &text) { return Lexer(text).run(); }

u32 size_of_type(const std::string &type)
{
    const size_t digits = type.find_first_of("0123456789");
    if (type.empty() || digits == std::string::npos || std::string("busf").find(type[0]) == std::string::npos) {
        return 0;
    }
    const std::string bits = type.substr(digits);
    return bits == "8"                      ? 1
           : bits == "16" || bits == "16x2" ? (bits == "16" ? 2 : 4)
           : bits == "32"                   ? 4
           : bits == "64"                   ? 8
                                            : 0;
}
} // namespace standin
