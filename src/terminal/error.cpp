// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include <cotty/error.hpp>

#include <string>

namespace cotty {
namespace {

class category final : public boost::system::error_category {
public:
    const char* name() const noexcept override { return "cotty"; }

    std::string message(int value) const override
    {
        switch (static_cast<errc>(value)) {
        case errc::read_in_progress:
            return "another read on this terminal is still outstanding; wait for it or cancel it";
        case errc::too_many_terminals:
            return "too many terminals are in raw or cbreak mode at the same time";
        case errc::cannot_be_asked:
            return "no terminal to be asked: it is none, dumb, or not in raw or cbreak mode";
        case errc::not_answered:
            return "the terminal does not know this question";
        }
        return "unknown error";
    }
};

} // namespace

const boost::system::error_category& error_category() noexcept
{
    static const category instance;
    return instance;
}

} // namespace cotty
